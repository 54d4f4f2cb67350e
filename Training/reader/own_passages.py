"""Makes a question set in SQuAD's format of passages and questions that are both our own.

    own_passages.py PASSAGES.jsonl OUT.json

Each line of PASSAGES has a title, a text and its questions; an `answer` is null where the text does not tell.
"""

import argparse
import json

from labelled import kept, place


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("passages")
    parser.add_argument("out")
    options = parser.parse_args()
    data, count = [], 0
    entries = [json.loads(line) for line in open(options.passages)]
    asked_of = [(asked["question"], asked["answer"]) for entry in entries for asked in entry["questions"]]
    stay, at = kept(asked_of), 0
    for number, entry in enumerate(entries):
        qas = []
        for index, asked in enumerate(entry["questions"]):
            at += 1
            if at - 1 not in stay:
                continue
            answer = asked["answer"]
            qas.append({
                "id": f"own-{number}-{index}", "question": asked["question"], "is_impossible": answer is None,
                "answers": [] if answer is None else [
                    {"text": answer, "answer_start": place(answer, entry["text"])}]})
        count += len(qas)
        data.append({"title": entry["title"], "paragraphs": [{"context": entry["text"], "qas": qas}]})
    with open(options.out, "w") as out:
        json.dump({"data": data}, out, ensure_ascii=False)
    print(f"{count} questions about {len(data)} passages")


if __name__ == "__main__":
    main()
