"""Plots as SVG, of the standard library alone."""

import html
import math

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 380, 72, 16, 40, 52
COLOURS = ["#1b6ca8", "#c0392b", "#2e8b57", "#8e44ad", "#b7791f", "#555555"]


def text(x, y, content, anchor="middle", **more):
    extra = "".join(f' {name}="{value}"' for name, value in more.items())
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{extra}>{html.escape(content)}</text>'


def document(parts, height=HEIGHT):
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'font-family="sans-serif" font-size="12">\n<rect width="100%" height="100%" fill="white"/>\n'
    )
    return head + "\n".join(parts) + "\n</svg>\n"


def decades(low, high):
    """Powers of ten from below `low` to above `high`."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    return [10.0**power for power in range(first, max(last, first + 1) + 1)]


def number(value):
    for size, name in ((1e6, " M"), (1e3, " k")):
        if value >= size:
            return f"{value / size:g}{name}"
    return f"{value:g}"


def lines(title, x_label, y_label, series):
    """Curves over two logarithmic axes; `series` is [(name, [(x, y), …]), …]."""
    points = [point for _, curve in series for point in curve if None not in point and point[1] > 0]
    if not points:
        return document([text(WIDTH / 2, HEIGHT / 2, "no figures")])
    x_low, x_high = min(x for x, _ in points) / 1.2, max(x for x, _ in points) * 1.2
    y_marks = decades(min(y for _, y in points), max(y for _, y in points))

    def place(value, low, high, start, end):
        return start + (math.log(value) - math.log(low)) / (math.log(high) - math.log(low)) * (end - start)

    def x(value):
        return place(value, x_low, x_high, LEFT, WIDTH - RIGHT)

    def y(value):
        return place(value, y_marks[0], y_marks[-1], HEIGHT - BOTTOM, TOP)

    parts = [text(WIDTH / 2, 20, title, **{"font-weight": "bold"})]
    for mark in y_marks:
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(mark):.1f}" y2="{y(mark):.1f}" stroke="#ddd"/>'
        )
        parts.append(text(LEFT - 6, y(mark) + 4, number(mark), "end"))
    for mark in sorted({x for x, _ in points}):
        parts.append(text(x(mark), HEIGHT - BOTTOM + 18, number(mark)))
    parts.append(text(WIDTH / 2, HEIGHT - 10, x_label))
    parts.append(text(14, HEIGHT / 2, y_label, transform=f"rotate(-90 14 {HEIGHT / 2})"))
    for index, (name, curve) in enumerate(series):
        colour = COLOURS[index % len(COLOURS)]
        known = [(x(a), y(b)) for a, b in curve if b]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in known)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in known]
        parts.append(text(LEFT + 8, TOP + 14 + 15 * index, name, "start", fill=colour))
    return document(parts)


def bars(title, unit, rows, share=False):
    """Horizontal bars; `rows` is [(name, value), …], of which what was not measured is left out.

    The axis is logarithmic, or from 0 to 1 for shares.
    """
    rows = [(name, value) for name, value in rows if value]
    if not rows:
        return document([text(WIDTH / 2, HEIGHT / 2, "no figures")])
    marks = [0, 0.25, 0.5, 0.75, 1] if share else decades(
        min(value for _, value in rows), max(value for _, value in rows)
    )
    height = TOP + 30 * len(rows) + BOTTOM
    start = 230

    def x(value):
        part = value if share else math.log(value / marks[0]) / math.log(marks[-1] / marks[0])
        return start + part * (WIDTH - RIGHT - 50 - start)

    parts = [text(WIDTH / 2, 20, title, **{"font-weight": "bold"})]
    for mark in marks:
        parts.append(
            f'<line x1="{x(mark):.1f}" x2="{x(mark):.1f}" y1="{TOP}" y2="{height - BOTTOM}" stroke="#ddd"/>'
        )
        parts.append(text(x(mark), height - BOTTOM + 18, number(mark)))
    parts.append(text(WIDTH / 2, height - 10, unit))
    for index, (name, value) in enumerate(rows):
        top = TOP + 30 * index + 5
        colour = COLOURS[0] if name.startswith("ask") else COLOURS[5]
        parts.append(
            f'<rect x="{start}" y="{top}" width="{max(1, x(value) - start):.1f}" height="20" fill="{colour}"/>'
        )
        parts.append(text(start - 6, top + 14, name, "end"))
        parts.append(text(x(value) + 6, top + 14, f"{value:.3g}", "start"))
    return document(parts, height)
