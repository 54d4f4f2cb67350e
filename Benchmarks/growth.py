#!/usr/bin/env python3
"""How `ask` grows: times, memory and disk at 10 k, 100 k, 500 k and 1 M passages.

    make bench-growth TEXT=FOLDER

Text is taken from the folder until it is used up, then grown: further copies of its files with every sixth word or so
replaced by another word of the folder, so that passages differ (the same in every run). At the largest store it also
measures how soon an added file answers, and what questions take while much is added and merged.
"""

import argparse
import json
import pathlib
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zlib

import plot
from datasets import read_lines
from environment import HERE
from metrics import percentiles
from report import cell, table
from systems import Ask, cold_start, environment

SIZES = (10_000, 100_000, 500_000, 1_000_000)
# Text of a passage of documentation, about; the table has the passages that were counted.
PASSAGE_BYTES = 650
WORD = re.compile(r"[A-Za-z]{4,}")
REPLACED = 6


def say(message):
    print(f"growth: {message}", file=sys.stderr, flush=True)


class GrowingText:
    """An endless sequence of texts: those of a folder, then copies of them with other words."""

    def __init__(self, folder):
        self._paths = sorted(path for path in pathlib.Path(folder).rglob("*") if path.is_file())
        random.Random(1).shuffle(self._paths)
        self._vocabulary = []
        for path in self._paths[:2000]:
            self._vocabulary += WORD.findall(path.read_text(encoding="utf-8", errors="replace"))[:200]
        if not self._vocabulary:
            sys.exit(f"There is no text with words of four letters in {folder}")

    def __iter__(self):
        copy = 0
        while True:
            for path in self._paths:
                text = path.read_text(encoding="utf-8", errors="replace")
                yield path.suffix, text if copy == 0 else self._changed(text, f"{copy} {path}")
            copy += 1

    def _changed(self, text, seed):
        """The same word is replaced alike throughout a text, as a name would be."""
        start = zlib.crc32(seed.encode())
        known = {}

        def other(match):
            word = match.group()
            if word not in known:
                code = zlib.crc32(word.encode(), start)
                known[word] = (
                    self._vocabulary[code // REPLACED % len(self._vocabulary)] if code % REPLACED == 0 else word
                )
            return known[word]

        return WORD.sub(other, text)


def write_parts(text, sizes, folder):
    """Writes a folder for each size with what it has more than the one before."""
    written, number = 0, 0
    texts = iter(text)
    parts = []
    for size in sizes:
        part = folder / f"to-{size}"
        while written < size * PASSAGE_BYTES:
            suffix, content = next(texts)
            path = part / f"{number // 1000:04}" / f"{number:07}{suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
            written += len(content.encode())
            number += 1
        parts.append(part)
    return parts


def measure_size(program, store, parts, questions, options):
    built = program.add(store, *parts)
    bench = program.bench(store, questions, count=options.count)
    cold = [
        cold_start(program.search(store, questions[i % len(questions)])) for i in range(options.cold)
    ]
    return {
        "passages": bench["store"]["passages"],
        "text_bytes": built["text_bytes"],
        "segments": bench["store"]["segments"],
        "build_seconds": built["seconds"],
        "build_peak_bytes": built["peak_bytes"],
        "disk_bytes": built["disk_bytes"],
        "warm": {name: bench["closed_loop"][f"{name}_ms"] for name in ("p50", "p95", "p99")},
        "cold": percentiles(cold),
        "peak_bytes": bench["memory"]["peak_bytes"],
        "anonymous_bytes": bench["memory"]["anonymous_bytes"],
        "recall_at_10": bench["recall"]["recall_at_10"],
        "machine": bench["machine"],
    }


def measure_adding(program, store, folder, count):
    """Milliseconds from the start of `ask add FILE` until it has ended, after which the file answers."""
    times = []
    for number in range(count):
        name = f"zyxgrowth{number:04}q"
        path = folder / f"{name}.md"
        path.write_text(f"# A note\n\nThe word of the day is {name}, said the harbour master of Nordheim.\n")
        times.append(cold_start(program.add_command(store, path)))
        found = subprocess.run(
            program.search(store, f"{name} word of the day"), stdout=subprocess.PIPE, text=True
        )
        if name not in found.stdout:
            sys.exit(f"The added file {path} does not answer")
    return times


def measure_while_adding(program, store, question, folder):
    """Cold questions, one after the other, while a folder is added and its segments are merged."""
    idle = [cold_start(program.search(store, question)) for _ in range(40)]
    adding = subprocess.Popen(program.add_command(store, folder), env=environment())
    busy = []
    while adding.poll() is None:
        busy.append(cold_start(program.search(store, question)))
    return idle, busy


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--ask", required=True, help="the built program: .build/release/ask")
    parser.add_argument("--text", required=True, help="a folder of text to start from")
    parser.add_argument("--queries", help="questions, one a line (the handbook's)")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="passages, about")
    parser.add_argument("--output", default=".build/bench", help="where to write (.build/bench)")
    parser.add_argument("--work", help="where stores are made meanwhile: some 3 GB for a million passages")
    parser.add_argument("--count", type=int, default=2000, help="warm questions a size")
    parser.add_argument("--cold", type=int, default=200, help="cold processes a size")
    options = parser.parse_args()
    work = pathlib.Path(tempfile.mkdtemp(prefix="ask-growth-", dir=options.work))
    try:
        measured = run(options, Ask(options.ask), work)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    write(measured, pathlib.Path(options.output))


def read_questions(path):
    if path:
        return [line for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = read_lines(HERE.parent / "Corpus" / "questions.jsonl")
    return [row["question"] for row in rows if row["language"] == "en"]


def run(options, program, work):
    sizes = sorted(int(size) for size in options.sizes.split(","))
    say(f"writing text for {sizes[-1]:,} passages")
    # A fifth of what the largest store has, up to 20,000 passages, is added while questions are asked.
    extra = sizes[-1] + min(20_000, sizes[-1] // 5)
    parts = write_parts(GrowingText(options.text), [*sizes, extra], work / "text")
    questions = read_questions(options.queries)
    measured = {"version": program.version, "sizes": []}
    for number, size in enumerate(sizes):
        say(f"{size:,} passages")
        store = work / f"store-{size}"
        row = measure_size(program, store, parts[: number + 1], questions, options)
        measured["sizes"].append(row)
        if number + 1 < len(sizes):
            shutil.rmtree(store)
    notes = work / "notes"
    notes.mkdir()
    say("adding single files to the largest store")
    measured["adding_ms"] = measure_adding(program, store, notes, 40)
    say("asking while text is added")
    idle, busy = measure_while_adding(program, store, "How is a file opened?", parts[-1])
    measured["idle_ms"], measured["busy_ms"] = idle, busy
    return measured


def single(times):
    """Median and greatest of times that are too few for other percentiles."""
    return f"median {cell(statistics.median(times), 0)} ms, at most {cell(max(times), 0)} ms ({len(times)} times)"


def markdown(measured):
    head = ["passages", "text MB", "segments", "warm p50", "p95", "p99", "cold p50", "p95", "build s", "passages/s"]
    head += ["MB to build", "MB to ask", "own MB", "MB on disk", "recall@10"]
    rows = []
    for row in measured["sizes"]:
        rows.append([
            cell(row["passages"], 0), cell(row["text_bytes"], 0, 1e-6), row["segments"],
            *(cell(row["warm"][name]) for name in ("p50", "p95", "p99")),
            *(cell(row["cold"][name], 0) for name in ("p50", "p95")),
            cell(row["build_seconds"], 1), cell(row["passages"] / row["build_seconds"], 0),
            cell(row["build_peak_bytes"], 0, 1e-6), cell(row["peak_bytes"], 0, 1e-6),
            cell(row["anonymous_bytes"], 0, 1e-6), cell(row["disk_bytes"], 0, 1e-6), cell(row["recall_at_10"], 4),
        ])  # fmt: skip
    machine = measured["sizes"][-1]["machine"]
    return "\n".join([
        "# Growth",
        "",
        f"{measured['version']}. {machine['processor']}, {machine['cores']} cores; load before "
        f"{cell(machine['load_average'], 1)}. Times in milliseconds: hybrid retrieval on one thread, and `ask search` from "
        "start to end.",
        "",
        *table(head, rows),
        "",
        f"At {cell(measured['sizes'][-1]['passages'], 0)} passages: one file added and answerable, the process included: "
        f"{single(measured['adding_ms'])}. `ask search` alone: {single(measured['idle_ms'])}; while much is added and "
        f"merged: {single(measured['busy_ms'])}.",
        "",
    ])  # fmt: skip


def write(measured, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "growth.json").write_text(json.dumps(measured, indent=1) + "\n")
    (folder / "growth.md").write_text(markdown(measured), encoding="utf-8")

    def curve(value):
        return [(row["passages"], value(row)) for row in measured["sizes"]]

    plots = {
        "growth-latency.svg": ("A question", "milliseconds", [
            ("warm p50", curve(lambda row: row["warm"]["p50"])),
            ("warm p99", curve(lambda row: row["warm"]["p99"])),
            ("cold process p50", curve(lambda row: row["cold"]["p50"])),
        ]),
        "growth-build.svg": ("Building the store", "seconds", [("seconds", curve(lambda row: row["build_seconds"]))]),
        "growth-size.svg": ("Memory and disk", "MB", [
            ("most memory to build", curve(lambda row: row["build_peak_bytes"] / 1e6)),
            ("own memory to ask", curve(lambda row: row["anonymous_bytes"] / 1e6)),
            ("on disk", curve(lambda row: row["disk_bytes"] / 1e6)),
        ]),
    }  # fmt: skip
    for name, (title, unit, series) in plots.items():
        (folder / name).write_text(plot.lines(title, "passages", unit, series))
    print((folder / "growth.md").read_text(), end="")
    say(f"written: {folder / 'growth.md'}, growth.json and plots beside them")


if __name__ == "__main__":
    main()
