#!/usr/bin/env python3
"""Makes two test sets in BEIR's layout of a file in SQuAD's: its questions as they are, and misspelt.

    Benchmarks/typos.py squad-dev.json FOLDER
    ask eval beir FOLDER/asked && ask eval beir FOLDER/misspelt

Every paragraph is a document. One character of each question's rarest word (of four letters a to z or more, by the number
of paragraphs that hold it) is replaced by another letter; the same ones in every run.
"""

import json
import pathlib
import random
import re
import sys


def squad(path):
    """Distinct paragraphs, and (question, index of its paragraph)."""
    paragraphs, questions = {}, []
    for article in json.loads(pathlib.Path(path).read_text(encoding="utf-8-sig"))["data"]:
        for paragraph in article["paragraphs"]:
            number = paragraphs.setdefault(paragraph["context"], len(paragraphs))
            questions += [
                (entry["question"], number)
                for entry in paragraph["qas"]
                if not entry.get("is_impossible")
            ]
    return list(paragraphs), questions


def misspelt(questions, paragraphs):
    """The questions, each with one character of its rarest word changed."""
    chance = random.Random(7)
    frequency = {}
    for paragraph in paragraphs:
        for word in set(re.findall(r"[a-z0-9]+", paragraph.lower())):
            frequency[word] = frequency.get(word, 0) + 1
    for question in questions:
        words = [
            (frequency.get(found.group().lower(), 0), found.start(), found.end())
            for found in re.finditer(r"[A-Za-z]{4,}", question)
        ]
        words = [word for word in words if word[0] > 0] or words
        if words:
            _, start, end = min(words)
            place = chance.randrange(start, end)
            others = [c for c in "abcdefghijklmnopqrstuvwxyz" if c != question[place].lower()]
            question = question[:place] + chance.choice(others) + question[place + 1 :]
        yield question


def write(folder, paragraphs, questions, relevant):
    folder.mkdir(parents=True, exist_ok=True)

    def lines(name, texts, **more):
        rows = ({"_id": str(i), **more, "text": text} for i, text in enumerate(texts))
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / name).write_text(text, encoding="utf-8")

    lines("corpus.jsonl", paragraphs, title="")
    lines("queries.jsonl", questions)
    rows = (f"{i}\t{number}\t1\n" for i, number in enumerate(relevant))
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n" + "".join(rows))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    paragraphs, pairs = squad(sys.argv[1])
    questions, relevant = [q for q, _ in pairs], [p for _, p in pairs]
    folder = pathlib.Path(sys.argv[2])
    write(folder / "asked", paragraphs, questions, relevant)
    write(folder / "misspelt", paragraphs, misspelt(questions, paragraphs), relevant)


if __name__ == "__main__":
    main()
