#!/usr/bin/env python3
"""Measures `ask` and its peers on the same paragraphs and questions, in one run.

    Benchmarks/compare.py --ask .build/release/ask --squad squad-dev.json [--documents FOLDER]

The libraries are installed into an environment of their own (see README.md). Results go to standard
output as Markdown, and with --output as JSON.
"""

import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PASSAGE_WORDS = 100
PERCENTILES = [("p50", 0.50, 20), ("p95", 0.95, 200), ("p99", 0.99, 1000)]


def environment():
    """The interpreter of the environment, made first where it is not there."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    folder = cache / "ask-benchmarks" / "venv"
    python = folder / "bin" / "python"
    requirements = (HERE / "requirements.txt").read_text()
    stamp = folder / "requirements.txt"
    if not stamp.exists() or stamp.read_text() != requirements:
        print(f"installing the peers into {folder}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt"], check=True
        )
        stamp.write_text(requirements)
    return python


def squad(path):
    """Distinct paragraphs, and (question, index of its paragraph)."""
    paragraphs, questions = {}, []
    for article in json.loads(pathlib.Path(path).read_text(encoding="utf-8-sig"))["data"]:
        for paragraph in article["paragraphs"]:
            number = paragraphs.setdefault(paragraph["context"], len(paragraphs))
            questions += [(entry["question"], number) for entry in paragraph["qas"]]
    return list(paragraphs), questions


def passages(folder):
    """The files below `folder`, cut every hundred words."""
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.is_file():
            words = path.read_text(encoding="utf-8", errors="replace").split()
            for start in range(0, len(words), PASSAGE_WORDS):
                yield " ".join(words[start : start + PASSAGE_WORDS])


def even_sample(items, limit):
    if not limit or limit >= len(items):
        return items
    return [items[index * len(items) // limit] for index in range(limit)]


def percentiles(milliseconds):
    """Nearest rank; None where fewer than ten samples lie above."""
    ordered = sorted(milliseconds)
    count = len(ordered)
    return {
        name: ordered[max(0, -(-count * round(share * 1000) // 1000) - 1)]
        if count >= needed
        else None
        for name, share, needed in PERCENTILES
    }


# The peers run in processes of their own, so that each one's memory is its own.


def run_peer(options):
    from peers import PEERS, timed

    task = json.load(sys.stdin)
    texts = task["texts"] if "texts" in task else list(passages(task["documents"]))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peer, seconds = timed(lambda: PEERS[options.peer](texts))
    for question in task["questions"][:50]:
        peer.search(question, task["depth"])
    rankings, times = [], []
    for question in task["questions"]:
        ranking, elapsed = timed(lambda: peer.search(question, task["depth"]))
        rankings.append(ranking)
        times.append(1000 * elapsed)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = {
        "name": peer.name,
        "passages": len(texts),
        "passages_per_second": len(texts) / seconds,
        "megabytes": (peak - before) / 1024,
        **percentiles(times),
    }
    json.dump({"result": result, "rankings": rankings if "texts" in task else []}, sys.stdout)


def peer(python, name, task):
    done = subprocess.run(
        [python, "-B", HERE / "compare.py", "--peer", name],
        input=json.dumps(task),
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        sys.exit(f"{name} failed:\n{done.stderr}")
    return json.loads(done.stdout)


def ask(program, *arguments):
    """Runs `ask … --json` and returns the object that it prints."""
    done = subprocess.run([program, *arguments, "--json"], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"'ask {' '.join(map(str, arguments))}' ended with {done.returncode}:\n{done.stderr}")
    return json.loads(done.stdout)


def quality(options, python):
    """Where the paragraph of each question stands in every system's ranking."""
    texts, questions = squad(options.squad)
    questions = even_sample(questions, options.limit)
    rows = []
    task = {"texts": texts, "questions": [text for text, _ in questions], "depth": 20}
    for name in ("bm25s", "tantivy"):
        answer = peer(python, name, task)
        ranks = [
            ranking.index(gold) + 1 if gold in ranking else None
            for ranking, (_, gold) in zip(answer["rankings"], questions)
        ]
        share = lambda depth: sum(r is not None and r <= depth for r in ranks) / len(ranks)
        reciprocal = sum(1 / r for r in ranks if r is not None and r <= 10) / len(ranks)
        figures = [share(1), share(5), share(20), reciprocal]
        rows.append({"name": answer["result"]["name"], "figures": figures})
    limit = ["--limit", str(options.limit)] if options.limit else []
    for arm in ("lexical", "hybrid"):
        found = ask(options.ask, "eval", "squad", options.squad, "--arm", arm, *limit)["retrieval"]
        keys = ("recall_at_1", "recall_at_5", "recall_at_20", "mrr_at_10")
        rows.append({"name": f"ask, {arm}", "figures": [found[key] for key in keys]})
    return {"paragraphs": len(texts), "questions": len(questions), "rows": rows}


def speed(options, python):
    """Top 10 on a folder of documents, one thread a query, warm."""
    asked = [text for text, _ in even_sample(squad(options.squad)[1], options.count)]
    rows = []
    for name in ("bm25s", "tantivy"):
        task = {"documents": options.documents, "questions": asked, "depth": 10}
        rows.append(peer(python, name, task)["result"])
    with tempfile.TemporaryDirectory() as folder:
        store = f"{folder}/store"
        questions = pathlib.Path(folder, "questions.txt")
        questions.write_text("\n".join(text.replace("\n", " ") for text in asked))
        begin = time.perf_counter()
        added = subprocess.run([options.ask, "add", "--store", store, options.documents, "-q"])
        seconds = time.perf_counter() - begin
        if added.returncode not in (0, 4):
            sys.exit(f"'ask add' ended with {added.returncode}")
        bench = ask(
            options.ask, "bench", "--store", store, "--stage", "retrieve",
            "--queries", questions, "--count", str(options.count),
        )  # fmt: skip
    loop = bench["closed_loop"]
    rows.append(
        {
            "name": "ask, hybrid",
            "passages": bench["store"]["passages"],
            "passages_per_second": bench["store"]["passages"] / seconds,
            "megabytes": bench["memory"]["peak_bytes"] / 1e6,
            **{name: loop[name + "_ms"] for name, _, _ in PERCENTILES},
        }
    )
    return {"documents": options.documents, "rows": rows, "machine": bench["machine"]}


def cell(value, places):
    return "–" if value is None else f"{value:.{places}f}"


def markdown(report):
    found = report["quality"]
    lines = [
        f"{found['questions']} questions, {found['paragraphs']} paragraphs as the store:",
        "",
        "| system | R@1 | R@5 | R@20 | MRR@10 |",
        "|---|---|---|---|---|",
    ]
    for row in found["rows"]:
        first = [cell(100 * value, 1) for value in row["figures"][:3]]
        lines.append(f"| {row['name']} | {' | '.join(first)} | {cell(row['figures'][3], 3)} |")
    if "speed" in report:
        lines += [
            "",
            "Top 10, warm, one thread a query (ms); indexing; memory of the process:",
            "",
            "| system | passages | p50 | p95 | p99 | passages/s | MB |",
            "|---|---|---|---|---|---|---|",
        ]
        for row in report["speed"]["rows"]:
            times = " | ".join(cell(row[name], 2) for name, _, _ in PERCENTILES)
            lines.append(
                f"| {row['name']} | {row['passages']} | {times} | "
                f"{cell(row['passages_per_second'], 0)} | {cell(row['megabytes'], 0)} |"
            )
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--ask", help="the built program, for example .build/release/ask")
    parser.add_argument("--squad", help="questions and paragraphs in SQuAD's JSON")
    parser.add_argument("--documents", help="a folder of text files, for the speed table")
    parser.add_argument("--limit", type=int, help="questions for the quality table (all)")
    parser.add_argument("--count", type=int, default=1000, help="questions for the speed table")
    parser.add_argument("--output", help="write the figures as JSON, too")
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        return run_peer(options)
    if not options.ask or not options.squad:
        parser.error("--ask and --squad are needed")
    python = environment()
    report = {"quality": quality(options, python)}
    if options.documents:
        report["speed"] = speed(options, python)
    print(markdown(report))
    if options.output:
        pathlib.Path(options.output).write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
