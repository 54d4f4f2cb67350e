"""Makes question sets in SQuAD's format of our own questions about the paragraphs of other sets.

    paragraph_questions.py QUESTIONS.jsonl DATA OUT

Each line of QUESTIONS names a set below DATA, an article and a paragraph of it; the texts themselves are not in
the repository. `answer` is null where the paragraph does not tell. One file a set is written below OUT, its
articles numbered as in the set, so that what is held out of the one is held out of the other.
"""

import argparse
import glob
import json
import os

from labelled import kept, place


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("questions")
    parser.add_argument("data")
    parser.add_argument("out")
    options = parser.parse_args()
    asked, lost = {}, 0
    lines = [json.loads(line) for line in open(options.questions)]
    stay = kept([(entry["question"], entry["answer"]) for entry in lines])
    for number, entry in enumerate(lines):
        if number not in stay:
            continue
        asked.setdefault(entry["set"], []).append((number, entry))
    for name, entries in asked.items():
        source = json.load(open(glob.glob(f"{options.data}/*/{name}.json")[0]))["data"]
        paragraphs = {}
        for number, entry in entries:
            key = (entry["article"], entry["paragraph"])
            text, answer = source[key[0]]["paragraphs"][key[1]]["context"], entry["answer"]
            if answer is not None and answer not in text:
                lost += 1
                continue
            paragraphs.setdefault(key, []).append({
                "id": f"own-{name}-{number}", "question": entry["question"], "is_impossible": answer is None,
                "answers": [] if answer is None else [{"text": answer, "answer_start": place(answer, text)}]})
        data = [{"title": article.get("title", ""), "paragraphs": [
            {"context": paragraph["context"], "qas": paragraphs[i, j]}
            for j, paragraph in enumerate(article["paragraphs"]) if (i, j) in paragraphs]}
            for i, article in enumerate(source)]
        with open(os.path.join(options.out, f"own-{name}.json"), "w") as out:
            json.dump({"data": data}, out, ensure_ascii=False)
        print(f"{name}: {sum(map(len, paragraphs.values()))} questions about {len(paragraphs)} paragraphs, {lost} lost")


if __name__ == "__main__":
    main()
