#!/usr/bin/env python3
"""Makes the sets that the trees are learned from, in BEIR's layout: make_sets.py DATA DOCS-EN OUT

DATA holds reading/ and retrieval/ (Training/README.md, "The data"), DOCS-EN a folder of English documentation. All of it is
training text. Three kinds: questions, whose own paragraph is right; the same with a letter of the rarest word replaced; and
"topic" sets, whose long questions are the first one to three sentences of a passage (which is then left out) and whose right
passages are the others of the same article, subject or file. The seeds are fixed.
"""

import glob
import json
import os
import random
import re
import sys

SPLIT = re.compile(r"(?<=[.?!。！？])\s*")


def write(out, name, corpus, queries, relevant):
    folder = os.path.join(out, name)
    os.makedirs(folder, exist_ok=True)
    for file, texts in (("corpus", corpus), ("queries", queries)):
        with open(f"{folder}/{file}.jsonl", "w", encoding="utf-8") as f:
            for i, text in enumerate(texts):
                row = {"_id": str(i), "title": "", "text": text} if file == "corpus" else {"_id": str(i), "text": text}
                f.write(json.dumps(row, ensure_ascii=False) + "\n")
    with open(f"{folder}/qrels.tsv", "w", encoding="utf-8") as f:
        f.write("query-id\tcorpus-id\tscore\n")
        for i, passages in enumerate(relevant):
            f.writelines(f"{i}\t{passage}\t1\n" for passage in passages)
    print(f"{name}: {len(corpus)} passages, {len(queries)} questions")


def paragraphs(data, *files):
    """Paragraphs of SQuAD-style files in order, the article of each, and (question, paragraph)."""
    texts, articles, questions = {}, [], []
    for file in files:
        with open(f"{data}/reading/{file}.json", encoding="utf-8-sig") as f:
            for number, article in enumerate(json.load(f)["data"]):
                for paragraph in article["paragraphs"]:
                    place = texts.setdefault(paragraph["context"], len(texts))
                    if place == len(articles):
                        articles.append(article.get("title") or f"{file} {number}")
                    for qa in paragraph["qas"]:
                        if qa.get("is_impossible") not in (True, "true"):
                            questions.append((qa["question"], place))
    return list(texts), articles, questions


def sample(rows, count):
    return rows if len(rows) <= count else [rows[i * len(rows) // count] for i in range(count)]


def misspell(texts, questions):
    """The questions with one letter of the word (of four letters or more) that fewest paragraphs hold replaced."""
    frequency, generator = {}, random.Random(7)
    for text in texts:
        for word in set(re.findall(r"[a-z0-9]+", text.lower())):
            frequency[word] = frequency.get(word, 0) + 1
    for question, place in questions:
        words = [(frequency.get(m.group().lower(), 0), m.start(), m.end()) for m in re.finditer(r"[A-Za-z]{4,}", question)]
        words = [word for word in words if word[0] > 0] or words
        if words:
            _, start, end = min(words)
            letter = generator.randrange(start, end)
            others = [c for c in "abcdefghijklmnopqrstuvwxyz" if c != question[letter].lower()]
            question = question[:letter] + generator.choice(others) + question[letter + 1 :]
        yield question, place


def write_topics(out, name, texts, subjects, count, least):
    generator, by_subject = random.Random(11), {}
    for place, subject in enumerate(subjects):
        by_subject.setdefault(subject, []).append(place)
    able = [place for place, subject in enumerate(subjects) if len(by_subject[subject]) >= least]
    asked = sorted(generator.sample(able, min(count, len(able) // 2)))
    kept = sorted(set(range(len(texts))) - set(asked))
    number = {place: i for i, place in enumerate(kept)}
    queries, relevant = [], []
    for place in asked:
        right = [number[other] for other in by_subject[subjects[place]] if other in number]
        sentences = [s for s in SPLIT.split(texts[place]) if s.strip()]
        query = " ".join(sentences[: generator.choice([1, 2, 3])])[:900]
        if right and len(query) >= 20:
            queries.append(query)
            relevant.append(right)
    write(out, name, [texts[place] for place in kept], queries, relevant)


def write_medical(data, out):
    with open(f"{data}/retrieval/medquad-pairs/pairs.jsonl", encoding="utf-8") as f:
        rows = [json.loads(line) for line in f]
    rows = random.Random(5).sample(rows, 6000)
    numbers, subjects = {}, {}
    for row in rows:
        answer = row["answer"][:1500]
        if numbers.setdefault(answer, len(numbers)) == len(numbers) - 1:
            subjects.setdefault(answer, row["focus"].lower())
    texts = list(numbers)
    asked = rows[:1500]
    write(out, "medquad", texts, [r["question"] for r in asked], [[numbers[r["answer"][:1500]]] for r in asked])
    by_focus = {}
    for row in rows:
        by_focus.setdefault(row["focus"].lower(), set()).add(numbers[row["answer"][:1500]])
    focuses = sorted(focus for focus, found in by_focus.items() if len(found) >= 3)[:400]
    write(out, "medfocus", texts, focuses, [sorted(by_focus[focus]) for focus in focuses])
    write_topics(out, "topic-med", texts, [subjects[text] for text in texts], 300, 3)


def write_documentation(folder, out):
    files = sorted(f for f in glob.glob(folder + "/**/*.*", recursive=True) if os.path.isfile(f))
    texts, names = [], []
    for name in random.Random(11).sample(files, min(1500, len(files))):
        with open(name, encoding="utf-8", errors="ignore") as f:
            blocks = [block.strip() for block in re.split(r"\n\s*\n", f.read())]
        blocks = [b[:900] for b in blocks if len(b.split()) >= 30 and not b.startswith(("```", "|", "---", ".."))]
        texts += blocks[:12]
        names += [name] * len(blocks[:12])
    write_topics(out, "topic-docs", texts, names, 400, 4)


def main(data, docs, out):
    sets = {
        "squad-train": (["en/squad-v1.1-train-partial"], 3000),
        "wiki": (["en/squadshifts-wiki-half"], 2000),
        "reddit": (["en/squadshifts-reddit"], 2000),
        "amazon": (["en/squadshifts-amazon"], 2000),
        "drcd": (["zh/drcd-dev", "zh/drcd-test"], 2000),
        "cmrc-trial": (["zh/cmrc2018-trial"], 1000),
        "jaquad": (["ja/jaquad-dev"], 1500),
    }
    for name, (files, count) in sets.items():
        texts, articles, questions = paragraphs(data, *files)
        asked = sample(questions, count)
        write(out, name, texts, [q for q, _ in asked], [[place] for _, place in asked])
        if name in ("squad-train", "wiki"):
            asked = list(misspell(texts, sample(questions, 1000)))
            write(out, name + "-typo", texts, [q for q, _ in asked], [[place] for _, place in asked])
        if name in ("squad-train", "wiki", "drcd"):
            write_topics(out, "topic-" + name, texts, articles, 400, 5)
    write_medical(data, out)
    write_documentation(docs, out)


main(*sys.argv[1:])
