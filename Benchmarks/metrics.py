"""Figures of rankings and of times, computed alike for every system."""

import math

# (name, share, samples from which on it is given: ten lie above it)
PERCENTILES = [("p50", 0.50, 20), ("p95", 0.95, 200), ("p99", 0.99, 1000)]


def percentiles(samples):
    """Nearest rank, by name; None where fewer than ten samples lie above."""
    ordered = sorted(samples)
    count = len(ordered)
    return {
        name: ordered[math.ceil(round(count * share, 6)) - 1] if count >= needed else None
        for name, share, needed in PERCENTILES
    }


def recall_at(ranking, gains, depth):
    """1 where any relevant passage is among the first `depth`, else 0."""
    return float(any(passage in gains for passage in ranking[:depth]))


def reciprocal_rank(ranking, gains, depth=10):
    for rank, passage in enumerate(ranking[:depth], 1):
        if passage in gains:
            return 1 / rank
    return 0.0


def ndcg(ranking, gains, depth=10):
    """Normalised discounted cumulative gain (Järvelin & Kekäläinen 2002), linear gains."""

    def total(values):
        return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(values, 1))

    best = total(sorted(gains.values(), reverse=True)[:depth])
    found = total([gains.get(passage, 0) for passage in ranking[:depth]])
    return found / best if best else 0.0


def quality(rankings, judgments):
    """Means over the questions; `judgments` gives each one's relevant passages with their gains."""
    pairs = list(zip(rankings, judgments, strict=True))

    def mean(function):
        return sum(function(ranking, gains) for ranking, gains in pairs) / len(pairs)

    return {
        "R@1": mean(lambda r, g: recall_at(r, g, 1)),
        "R@5": mean(lambda r, g: recall_at(r, g, 5)),
        "R@20": mean(lambda r, g: recall_at(r, g, 20)),
        "MRR@10": mean(reciprocal_rank),
        "nDCG@10": mean(ndcg),
    }


def overlap(found, exact):
    """Mean share of the exact lists that the found ones hold; empty exact lists count as held."""
    shares = [
        len(set(a) & set(b)) / len(b) if len(b) else 1.0 for a, b in zip(found, exact, strict=True)
    ]
    return sum(shares) / len(shares)
