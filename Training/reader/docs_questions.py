"""Makes a question set in SQuAD's format of our own questions about public documentation.

    docs_questions.py QUESTIONS.jsonl TEXT OUT.json

Each line of QUESTIONS names a file below TEXT and the passage of it that is asked about; the texts themselves
are not in the repository. `answer` is null where the passage does not tell.
"""

import argparse
import json

from cloze import pack


def passage(root, entry, cache):
    path = f"{root}/{entry['file']}"
    key = (path, entry["size"])
    if key not in cache:
        text = open(path, errors="replace").read()
        cache[key] = text.split("\n") if entry["size"] == 0 else pack(text[:60000], entry["size"])
    return cache[key][entry["passage"]]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("questions")
    parser.add_argument("text")
    parser.add_argument("out")
    options = parser.parse_args()
    cache, articles, lost = {}, {}, 0
    for number, line in enumerate(open(options.questions)):
        entry = json.loads(line)
        text = passage(options.text, entry, cache)
        answer = entry["answer"]
        if answer is not None and answer not in text:
            lost += 1
            continue
        qas = articles.setdefault(text, [])
        qas.append({"id": f"docs-{number}", "question": entry["question"], "is_impossible": answer is None,
                    "answers": [] if answer is None else [{"text": answer, "answer_start": text.index(answer)}]})
    data = [{"title": "", "paragraphs": [{"context": text, "qas": qas}]} for text, qas in articles.items()]
    json.dump({"data": data}, open(options.out, "w"), ensure_ascii=False)
    print(f"{sum(len(q) for q in articles.values())} questions about {len(data)} passages, {lost} lost")


if __name__ == "__main__":
    main()
