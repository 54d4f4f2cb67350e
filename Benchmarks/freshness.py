#!/usr/bin/env python3
"""Is what `ask` says what is on disk now?

Makes a folder of generated facts, one a file among sentences of padding, and asks for them while files are edited and
deleted behind the store's back, without `ask sync`:

- edited facts: the new value has to be answered, the old one may not appear anywhere in the output;
- deleted facts (half by deleting the file, half by deleting the line): the value may not appear;
- untouched facts: answer and citation have to be the same before and after.

The time from saving a file to the printed answer includes starting the process, noticing the change, reading and
indexing the file anew, and answering. At the end the store is synchronised and everything is asked again.

    Benchmarks/freshness.py --ask .build/release/ask
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SYLLABLES = "bel dor fal gar hul jen kor lim mar nov pel quin ros sul tor ull vek wen yar zan".split()
THINGS = ["access code", "stock number", "telephone extension", "meter reading", "licence number"]
PADDING = [
    "Deliveries are taken in at the side door on weekdays.",
    "The yard is swept every second Friday, whatever the weather.",
    "Visitors sign the book and leave their bags with the porter.",
    "In winter the heating is switched on an hour before opening.",
    "Complaints go to the office, in writing, within a week.",
]


class Fact:
    """A value that only one file states."""

    def __init__(self, number, value, folder, generator):
        name = "".join(generator.choice(SYLLABLES) for _ in range(3)).capitalize() + str(number)
        self.thing = generator.choice(THINGS)
        self.place = f"{name} depot"
        self.value = value
        self.path = folder / f"{number % 40}" / f"{number}.md"
        self.padding = generator.sample(PADDING, 3)

    @property
    def question(self):
        return f"What is the {self.thing} of the {self.place}?"

    def write(self, has_line=True):
        line = f"The {self.thing} of the {self.place} is {self.value}.\n\n" if has_line else ""
        first, *rest = self.padding
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(f"# {self.place}\n\n{first}\n\n{line}" + "\n\n".join(rest) + "\n")


class Ask:
    """The program and its store."""

    def __init__(self, program, store):
        self.program, self.store = program, store

    def run(self, *words):
        command = [self.program, *words, "--store", self.store]
        return subprocess.run(command, capture_output=True, text=True)

    def answer(self, fact):
        """Everything that was printed, and the first answer with its place."""
        result = self.run("q", "--json", fact.question)
        if result.returncode not in (0, 1):
            sys.exit(f"ask ended with {result.returncode}: {result.stderr}")
        answers = json.loads(result.stdout)["answers"]
        first = answers[0] if answers else None
        place = (first["text"], first["citation"]["path"], first["citation"]["line"]) if first else None
        # The report repeats the question, and passages have identifiers and offsets: only texts count.
        texts = [a["text"] for a in answers] + [a["passage"]["text"] for a in answers]
        return "\n".join(texts) + result.stderr, place


def percentile(values, share):
    """The value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ask", default="ask", help="the program")
    parser.add_argument("--edited", type=int, default=200)
    parser.add_argument("--deleted", type=int, default=200)
    parser.add_argument("--untouched", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    generator = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as directory:
        report = measure(options, Path(directory), generator)
    print(json.dumps(report, indent=2))
    bad = ["old_answers", "deleted_answers", "untouched_changed", "old_answers_after_sync"]
    sys.exit(1 if any(report[key] for key in bad) else 0)


def measure(options, directory, generator):
    folder = directory / "facts"
    count = options.edited + options.deleted + options.untouched
    values = generator.sample(range(100_000, 1_000_000), count + options.edited)
    facts = [Fact(number, values[number], folder, generator) for number in range(count)]
    for fact in facts:
        fact.write()
    ask = Ask(os.path.abspath(options.ask), str(directory / "store"))
    print(ask.run("add", str(folder)).stdout.strip(), file=sys.stderr)
    generator.shuffle(facts)
    edited = facts[: options.edited]
    deleted = facts[options.edited : options.edited + options.deleted]
    untouched = facts[options.edited + options.deleted :]
    before = [ask.answer(fact)[1] for fact in untouched]
    answerable = sum(str(fact.value) in ask.answer(fact)[0] for fact in edited + deleted)

    report = {
        "files": count,
        "answered_before": answerable + sum(
            place is not None and place[0] == str(fact.value) for fact, place in zip(untouched, before)),
        "edited": len(edited), "new_answers": 0, "old_answers": 0,
        "deleted": len(deleted), "deleted_answers": 0,
        "untouched": len(untouched), "untouched_changed": 0,
    }
    times = []
    old_values = {}
    for fact, value in zip(edited, values[count:]):
        old_values[fact] = str(fact.value)
        fact.value = value
        fact.write()
        start = time.perf_counter()
        text, place = ask.answer(fact)
        times.append((time.perf_counter() - start) * 1000)
        report["new_answers"] += place is not None and place[0] == str(value)
        report["old_answers"] += old_values[fact] in text
    for index, fact in enumerate(deleted):
        if index % 2:
            fact.write(has_line=False)
        else:
            fact.path.unlink()
        report["deleted_answers"] += str(fact.value) in ask.answer(fact)[0]
    after = [ask.answer(fact)[1] for fact in untouched]
    report["untouched_changed"] = sum(a != b for a, b in zip(before, after))
    report["save_to_answer_ms"] = {"p50": round(percentile(times, 0.5), 1), "p99": round(percentile(times, 0.99), 1)}

    print(ask.run("sync").stdout.strip(), file=sys.stderr)
    stale = [(fact, old_values[fact]) for fact in edited] + [(fact, str(fact.value)) for fact in deleted]
    report["old_answers_after_sync"] = sum(value in ask.answer(fact)[0] for fact, value in stale)
    return report


if __name__ == "__main__":
    main()
