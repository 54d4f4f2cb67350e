"""Draws the risk–coverage curves of finished evaluations as SVG.

    ask eval squad FILE --mode reader --always-answer --json -q > squad.json
    python3 Benchmarks/risk_coverage.py OUT.svg "SQuAD 1.1=squad.json" …
"""

import json
import sys

WIDTH, HEIGHT, LEFT, TOP = 560, 360, 56, 16
COLOURS = ["#1b6ca8", "#c0392b", "#2e8b57", "#8e44ad", "#b7791f", "#555555"]


def x(coverage):
    return LEFT + coverage * (WIDTH - LEFT - 16)


def y(accuracy):
    return TOP + (1 - accuracy) * (HEIGHT - TOP - 48)


def main():
    out, curves = sys.argv[1], []
    for argument in sys.argv[2:]:
        name, path = argument.split("=", 1)
        with open(path) as report:
            curves.append((name, json.load(report)["risk_coverage"]["curve"]))
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12">',
             f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>']
    for tenth in range(0, 11, 2):
        share = tenth / 10
        lines.append(f'<line x1="{x(0)}" x2="{x(1)}" y1="{y(share):.1f}" y2="{y(share):.1f}" stroke="#ddd"/>')
        lines.append(f'<text x="{LEFT - 6}" y="{y(share) + 4:.1f}" text-anchor="end">{tenth * 10} %</text>')
        lines.append(f'<text x="{x(share):.1f}" y="{HEIGHT - 30}" text-anchor="middle">{tenth * 10} %</text>')
    lines.append(f'<text x="{x(0.5):.1f}" y="{HEIGHT - 10}" text-anchor="middle">questions answered, the surest first</text>')
    lines.append(f'<text x="14" y="{y(0.5):.1f}" text-anchor="middle" transform="rotate(-90 14 {y(0.5):.1f})">exactly right</text>')
    for index, (name, curve) in enumerate(curves):
        colour = COLOURS[index % len(COLOURS)]
        points = " ".join(f"{x(coverage):.1f},{y(accuracy):.1f}" for coverage, accuracy in curve)
        lines.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        row = HEIGHT - 60 - 16 * (len(curves) - 1 - index)
        lines.append(f'<line x1="{LEFT + 10}" x2="{LEFT + 30}" y1="{row - 4}" y2="{row - 4}" stroke="{colour}" stroke-width="2"/>')
        lines.append(f'<text x="{LEFT + 36}" y="{row}">{name}</text>')
    with open(out, "w") as svg:
        svg.write("\n".join(lines + ["</svg>"]) + "\n")


if __name__ == "__main__":
    main()
