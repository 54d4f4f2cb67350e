"""Tables (Markdown) and plots of what was measured."""

import json
import pathlib

import plot
from metrics import percentiles

QUALITY = (("R@1", 100, 1), ("R@5", 100, 1), ("R@20", 100, 1), ("MRR@10", 1, 3), ("nDCG@10", 1, 3))


def speed_row(name, samples, memory, passages, built):
    """What is told of a system: times, then what it takes to make and to keep its index."""
    return {
        "name": name,
        "warm": percentiles(samples["warm"]),
        "warm_n": len(samples["warm"]),
        "cold": percentiles(samples["cold"]),
        "cold_n": len(samples["cold"]),
        **memory,
        "passages_per_second": passages / built["seconds"],
        "build_threads": built["threads"],
        "build_peak_bytes": built["peak_bytes"],
        "disk_bytes": built["disk_bytes"],
    }


def cell(value, places=2, scale=1):
    return "–" if value is None else f"{scale * value:,.{places}f}"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(str(value) for value in row) + " |" for row in rows]


def quality_lines(found):
    lines = ["", f"### {found['name']}: {found['questions']:,} questions, {found['passages']:,} passages", ""]
    if found["remark"]:
        lines += [f"{found['remark'].capitalize()}.", ""]
    rows = [
        [row["name"], *(cell(row[key], places, scale) for key, scale, places in QUALITY)]
        for row in found["rows"]
    ]
    return lines + table(["system", *(key for key, _, _ in QUALITY)], rows)


def speed_lines(found):
    text = found["text_bytes"]
    head = ["system", "p50", "p95", "p99", "n", "cold p50", "cold p95", "n", "MB", "own MB"]
    head += ["passages/s", "threads", "MB to ingest", "MB on disk", "× text"]
    rows = []
    for row in found["rows"]:
        times = [cell(row["warm"][name]) for name in ("p50", "p95", "p99")] + [row["warm_n"]]
        cold = [cell(row["cold"][name], 0) for name in ("p50", "p95")] + [row["cold_n"]]
        memory = [cell(row["peak_bytes"], 0, 1e-6), cell(row["anonymous_bytes"], 0, 1e-6)]
        made = [cell(row["passages_per_second"], 0), row["build_threads"]]
        made += [cell(row["build_peak_bytes"], 0, 1e-6), cell(row["disk_bytes"], 1, 1e-6)]
        rows.append([row["name"], *times, *cold, *memory, *made, cell(row["disk_bytes"] / text)])
    machine = found["machine"]
    return [
        "",
        f"## Speed: {found['passages']:,} passages, {text / 1e6:,.1f} MB of text",
        "",
        f"{found['text']}. {machine['processor']}, {machine['cores']} cores, {machine['system']}; load before "
        f"{cell(machine['load_average'], 1)}. Top 10, milliseconds; warm on one thread, the systems taking turns; cold is a "
        f"process from start to end (Python itself: {found['python_start_ms']:.0f} ms). MB: most memory of the asking "
        "process, and what is its own, without mapped files.",
        "",
        *table(head, rows),
    ]


def recall_lines(measured):
    rows = []
    for name, recall in measured["speed"]["recall"].items():
        rows.append([f"{name}, as it answers", "every passage scored by both arms" if "hybrid" in name else "every posting scored",
                     cell(recall["recall_at_10"], 4), recall["n"], cell(measured["speed"]["passages"], 0)])  # fmt: skip
    for row in measured["vectors"]:
        rows.append([row["name"], "faiss flat, the vectors before rounding to signs", cell(row["recall_at_10"], 4),
                     "", cell(row["passages"], 0)])  # fmt: skip
    lines = ["", "## Inexact steps: share of the exact first ten", ""]
    lines += table(["step", "against", "recall@10", "questions", "passages"], rows)
    times = [
        [row["name"], *(cell(row[name]) for name in ("p50", "p95", "p99")), cell(row["passages_per_second"], 0)]
        for row in measured["vectors"]
        if "p50" in row
    ]
    lines += ["", "faiss over our own vectors (2,048 components), one thread a question, the question's vector given:", ""]
    return lines + table(["index", "p50", "p95", "p99", "passages/s, all cores"], times)


def markdown(measured):
    lines = ["# Benchmark", "", " · ".join(measured["versions"])]
    lines += speed_lines(measured["speed"]) + recall_lines(measured)
    lines += ["", "## Quality: the same passages for every system"]
    for found in measured["quality"]:
        lines += quality_lines(found)
    if measured["skipped"]:
        lines += ["", "## Not measured", ""] + [f"- {reason}" for reason in measured["skipped"]]
    return "\n".join(lines) + "\n"


def write(measured, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bench.json").write_text(json.dumps(measured, indent=1) + "\n")
    (folder / "bench.md").write_text(markdown(measured), encoding="utf-8")
    rows = measured["speed"]["rows"]
    plots = {
        "warm-p50.svg": ("A question, warm, median", "milliseconds", lambda row: row["warm"]["p50"]),
        "warm-p99.svg": ("A question, warm, 99th percentile", "milliseconds", lambda row: row["warm"]["p99"]),
        "cold-p50.svg": ("A question, cold process, median", "milliseconds", lambda row: row["cold"]["p50"]),
        "ingest.svg": ("Taking in", "passages a second", lambda row: row["passages_per_second"]),
        "disk.svg": ("Index on disk", "MB", lambda row: row["disk_bytes"] / 1e6),
    }
    for name, (title, unit, value) in plots.items():
        (folder / name).write_text(plot.bars(title, unit, [(row["name"], value(row)) for row in rows]))
    for found in measured["quality"]:
        bars = [(row["name"], row["MRR@10"]) for row in found["rows"]]
        (folder / f"quality-{found['name']}.svg").write_text(
            plot.bars(f"{found['name']}: MRR@10", "MRR@10", bars, share=True)
        )
