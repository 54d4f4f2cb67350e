#!/usr/bin/env python3
"""Measures `ask` and its peers on the same passages and the same questions, in one run.

    make bench                                  the built-in handbook: small, a few minutes
    make bench DATA=FOLDER TEXT=FOLDER          question sets, and a folder of text for the speed
    make bench … FULL=1                         every question, and more vectors for faiss

Writes bench.md, bench.json and plots (SVG) into the folder of --output. See Benchmarks/README.md.
"""

import argparse
import json
import pathlib
import shutil
import sys
import tempfile

import datasets
import report
from environment import HERE, interpreter
from systems import Ask, Peer, cold_start

# Rounds in which the systems take turns: what the machine does meanwhile falls on all of them.
ROUNDS = 4
# Seconds that a peer may take for its questions in a round: SQLite takes most of a second for one on large sets.
ROUND_SECONDS = 60
PEERS = ("bm25s", "tantivy", "fts5")


def say(message):
    print(f"bench: {message}", file=sys.stderr, flush=True)


def measure_quality(options, question_set, folder):
    """Every system ranks the passages of a set for its questions."""
    from metrics import quality

    say(f"quality: {question_set.name}, {len(question_set.questions)} questions")
    question_set.write(folder)
    rows = []
    for name in PEERS:
        peer = Peer(options.python, name, folder / name)
        peer.build(folder / "corpus.jsonl")
        rankings = peer.ask(question_set.questions, 20)["rankings"]
        peer.close()
        rows.append({"name": peer.label, **quality(rankings, question_set.judgments)})
    for arm in ("lexical", "vector", "hybrid"):
        rankings = options.program.rankings(folder, arm, len(question_set.questions))
        rows.append({"name": f"ask, {arm}", **quality(rankings, question_set.judgments)})
    return {
        "name": question_set.name,
        "passages": len(question_set.passages),
        "questions": len(question_set.questions),
        "remark": question_set.remark,
        "rows": rows,
    }


def measure_speed(options, store, ingest, questions, folder):
    """Warm and cold times, memory and disk, the systems taking turns."""
    program, python = options.program, options.python
    exported = folder / "exported"
    passages = exported / "passages.jsonl"
    count = sum(1 for _ in open(passages, encoding="utf-8"))
    peers = [Peer(python, name, folder / name) for name in PEERS]
    for peer in peers:
        say(f"speed: {peer.key} takes in {count} passages")
        peer.build(passages)
    arms = {"ask, hybrid": "hybrid", "ask, lexical": "lexical"}
    samples = {name: {"warm": [], "cold": []} for name in [p.label for p in peers] + list(arms)}
    memory, recall, machine = {}, {}, None
    size = -(-max(options.count, 1) // ROUNDS)
    for turn in range(ROUNDS):
        say(f"speed: round {turn + 1} of {ROUNDS}")
        asked = [questions[(turn * size + i) % len(questions)] for i in range(size)]
        for peer in peers:
            peer.ask(asked[:50], 10, seconds=ROUND_SECONDS / 4)
            answer = peer.ask(asked, 10, seconds=ROUND_SECONDS)
            samples[peer.label]["warm"] += answer["ms"]
            memory[peer.label] = {key: answer[key] for key in ("peak_bytes", "anonymous_bytes")}
        for name, arm in arms.items():
            result = program.bench(store, asked, arm)
            samples[name]["warm"] += result["closed_loop"]["samples_ms"]
            memory[name] = {key: result["memory"][key] for key in ("peak_bytes", "anonymous_bytes")}
            recall[name], machine = result["recall"], result["machine"]
        for question in asked[: options.cold // ROUNDS]:
            for peer in peers:
                samples[peer.label]["cold"].append(cold_start(peer.once(question)))
            for name, arm in arms.items():
                if arm == "hybrid":
                    samples[name]["cold"].append(cold_start(program.search(store, question)))
    for peer in peers:
        peer.close()
    start = [cold_start([python, "-B", HERE / "worker.py", "start"]) for _ in range(20)]
    rows = []
    for peer in peers:
        rows.append(report.speed_row(peer.label, samples[peer.label], memory[peer.label], count, peer.built))
    for name in arms:
        rows.append(report.speed_row(name, samples[name], memory[name], count, ingest))
    text_bytes = ingest["text_bytes"]
    return {
        "text": options.text, "passages": count, "text_bytes": text_bytes, "rows": rows,
        "recall": recall, "machine": machine, "python_start_ms": sorted(start)[len(start) // 2],
    }  # fmt: skip


def main():
    options = arguments()
    options.python = interpreter()
    options.program = Ask(options.ask)
    work = pathlib.Path(tempfile.mkdtemp(prefix="ask-bench-", dir=options.work))
    try:
        measured = run(options, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    output = pathlib.Path(options.output)
    report.write(measured, output)
    print((output / "bench.md").read_text(), end="")
    say(f"written: {output / 'bench.md'}, bench.json and plots beside them")


def run(options, work):
    store = work / "store"
    say(f"ask takes in {options.text}")
    ingest = options.program.add(store, options.text)
    sets, skipped = find_sets(options, store, work)
    questions = speed_questions(options, sets)
    exported = work / "exported"
    options.program.export(store, questions[: options.vector_questions], options.vectors, exported)
    measured = {"versions": [options.program.version], "skipped": skipped}
    measured["speed"] = measure_speed(options, store, ingest, questions, work)
    say("vectors: faiss")
    measured["vectors"] = Peer.vectors(options.python, exported)
    measured["quality"] = [
        measure_quality(options, s.sample(options.limit), work / f"set-{number}")
        for number, s in enumerate(sets)
    ]
    return measured


def find_sets(options, store, work):
    """The question sets, and a line for everything that is not measured."""
    if options.data:
        sets, skipped = datasets.find(options.data)
        if not sets:
            sys.exit(f"There is no question set in {options.data}: see Benchmarks/README.md")
        return sets, skipped
    skipped = ["question sets (SQuAD, BEIR): name a folder of them with DATA=FOLDER"]
    if pathlib.Path(options.text).resolve() != options.handbook.resolve():
        say("the handbook's passages for its own questions")
        store = work / "handbook"
        options.program.add(store, options.handbook)
    else:
        skipped.append("speed on much text: name a folder of it with TEXT=FOLDER")
    exported = work / "handbook-exported"
    options.program.export(store, ["handbook"], 1, exported)
    questions = options.handbook.parent / "questions.jsonl"
    return [datasets.handbook(questions, exported / "passages.jsonl")], skipped


def speed_questions(options, sets):
    if options.queries:
        lines = pathlib.Path(options.queries).read_text(encoding="utf-8").splitlines()
        return [line for line in lines if line.strip()]
    questions = [" ".join(question.split()) for s in sets for question in s.questions]
    limit = min(len(questions), options.count)
    return [questions[index * len(questions) // limit] for index in range(limit)]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--ask", required=True, help="the built program: .build/release/ask")
    parser.add_argument("--data", help="a folder with question sets, in SQuAD's format or BEIR's layout")
    parser.add_argument("--text", help="a folder of text for the speed (the handbook)")
    parser.add_argument("--queries", help="questions for the speed, one a line (those of the sets)")
    parser.add_argument("--output", default=".build/bench", help="where to write (.build/bench)")
    parser.add_argument("--work", help="where indexes are made meanwhile (the system's temporary folder)")
    parser.add_argument("--full", action="store_true", help="every question; more vectors")
    options = parser.parse_args()
    options.handbook = HERE.parent / "Corpus" / "documents"
    options.text = options.text or str(options.handbook)
    options.limit = None if options.full else 1000
    options.count = 4000 if options.full else 1200
    options.cold = 200 if options.full else 20
    options.vectors = 50_000 if options.full else 5_000
    options.vector_questions = 1000
    for folder in (options.text, options.data):
        if folder and not pathlib.Path(folder).is_dir():
            parser.error(f"there is no folder {folder}")
    return options


if __name__ == "__main__":
    main()
