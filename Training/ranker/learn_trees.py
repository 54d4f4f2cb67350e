#!/usr/bin/env python3
"""Learns the trees that correct the linear ranker, from tables of `ask eval beir --features-out`.

    learn_trees.py --train NAME=FILE… [--leave-out NAME+NAME…] [--validate NAME=FILE…] [--out …/data/ranker/trees.bin]
    learn_trees.py --none NAME=FILE --out …/data/ranker/trees.bin

Each table holds the candidates of one set of questions; only contenders, which the program looks at a second time, are
used. The linear score is where the trees start, so that they learn what it gets wrong. With --leave-out, each training set
(or group of sets, "a+b") is left out once, and what it gains is printed: the settings are chosen there, never on a test.
--none writes a file without trees, so that a program can be built that writes the tables after a feature has changed.
Needs lightgbm and numpy (`pip install lightgbm numpy`); nothing of it is needed to build or use `ask`.
"""

import argparse
import csv
import struct
import sys

import numpy

LINEAR = "contender.linear"


class Table:
    """The contenders of a set's questions: feature rows, labels, linear scores, and how many each question has."""

    def __init__(self, path, limit=None):
        with open(path, encoding="utf-8") as file:
            rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            self.names = next(rows)[4:]
            linear = self.names.index(LINEAR)
            questions = {}
            for row in rows:
                questions.setdefault(row[0], []).append(row)
        kept = list(questions.values())
        if limit and len(kept) > limit:
            kept = [kept[i * len(kept) // limit] for i in range(limit)]
        features, labels, self.sizes, self.relevant = [], [], [], []
        for rows in kept:
            values = numpy.array([row[4:] for row in rows], dtype=numpy.float32)
            gains = numpy.array([float(row[2]) > 0 for row in rows])
            order = numpy.argsort(-values[:, linear], kind="stable")
            order = order[values[order, linear] != 0]
            features.append(values[order])
            labels.append(gains[order])
            self.sizes.append(len(order))
            self.relevant.append(int(gains.sum()))
        self.features = numpy.concatenate(features)
        self.labels = numpy.concatenate(labels).astype(int)
        self.linear = self.features[:, linear].copy()
        self.features[:, linear] = 0  # No tree may split on it: its scale differs from set to set.

    def learnable(self):
        """Rows of the questions that have both a right and a wrong contender, and the sizes of their lists."""
        keep, sizes, start = [], [], 0
        for size in self.sizes:
            if 0 < self.labels[start : start + size].sum() < size:
                keep.append(numpy.arange(start, start + size))
                sizes.append(size)
            start += size
        return numpy.concatenate(keep), sizes

    def quality(self, scores):
        """R@1, R@5, MRR@10 and nDCG@10 in percent; what no list holds counts as missed in R and MRR only."""
        start, sums = 0, numpy.zeros(4)
        discount = 1 / numpy.log2(numpy.arange(2, 12))
        for size, relevant in zip(self.sizes, self.relevant):
            order = numpy.argsort(-scores[start : start + size], kind="stable")[:10]
            found = self.labels[start : start + size][order] > 0
            if found.any():
                rank = int(numpy.argmax(found))
                sums += [rank == 0, rank < 5, 1 / (rank + 1), 0]
            if relevant:
                sums[3] += (found * discount[: len(found)]).sum() / discount[: min(10, relevant)].sum()
            start += size
        return 100 * sums / len(self.sizes)


def fit(tables, parameters, rounds):
    import lightgbm

    picked = [table.learnable() for table in tables]
    rows = [rows for rows, _ in picked]
    # Each set counts alike, however many questions it has; a small one not more than twice what it has.
    weights = [numpy.full(len(r), min(2.0, 800 / len(s)), dtype=numpy.float32) for r, s in picked]
    data = lightgbm.Dataset(
        numpy.concatenate([t.features[r] for t, r in zip(tables, rows)]),
        numpy.concatenate([t.labels[r] for t, r in zip(tables, rows)]),
        group=[size for _, sizes in picked for size in sizes],
        init_score=numpy.concatenate([t.linear[r] for t, r in zip(tables, rows)]),
        weight=numpy.concatenate(weights),
    )
    return lightgbm.train(parameters, data, num_boost_round=rounds)


def at_most(threshold):
    """The largest single-precision number that is not above `threshold`: splits features alike."""
    single = numpy.float32(threshold)
    return single if float(single) <= threshold else numpy.nextafter(single, numpy.float32(-numpy.inf))


def write(path, model, names):
    """Writes the format that Sources/Retriever/Ranking/TreeRanker.swift reads; `model` may be None."""
    roots, nodes, leaves = [], [], []

    def add(node):
        if "split_index" not in node:
            leaves.append(node["leaf_value"])
            return -len(leaves)  # The complement of its index.
        place = len(nodes)
        nodes.append(None)
        left, right = add(node["left_child"]), add(node["right_child"])
        nodes[place] = (at_most(node["threshold"]), node["split_feature"], left, right)
        return place

    for tree in model.dump_model()["tree_info"] if model else []:
        if "split_index" in tree["tree_structure"]:
            roots.append(len(nodes))
            add(tree["tree_structure"])
    text = "\n".join(names).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<4s5I", b"AKRT", 1, len(text), len(roots), len(nodes), len(leaves)))
        file.write(text + numpy.array(roots, dtype="<u4").tobytes())
        for node in nodes:
            file.write(struct.pack("<fiii", *node))
        file.write(numpy.array(leaves, dtype="<f4").tobytes())
    print(f"{path}: {len(roots)} trees, {len(nodes)} nodes", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", nargs="*", default=[])
    parser.add_argument("--leave-out", nargs="*", default=[])
    parser.add_argument("--validate", nargs="*", default=[])
    parser.add_argument("--none")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--leaves", type=int, default=12)
    parser.add_argument("--rate", type=float, default=0.06)
    parser.add_argument("--least", type=int, default=200)
    parser.add_argument("--limit", type=int, default=800, help="questions of a set that are trained on")
    parser.add_argument("--drop", nargs="*", default=[], help="features to do without")
    parser.add_argument("--out")
    arguments = parser.parse_args()
    if arguments.none:
        write(arguments.out, None, Table(arguments.none.split("=")[-1], 1).names)
        return
    parameters = {
        "objective": "lambdarank", "learning_rate": arguments.rate, "num_leaves": arguments.leaves,
        "min_data_in_leaf": arguments.least, "lambda_l2": 5.0, "feature_fraction": 0.5, "bagging_fraction": 0.8,
        "bagging_freq": 1, "seed": 1, "deterministic": True, "num_threads": 1, "verbose": -1, "max_bin": 63,
    }
    files = dict(item.split("=") for item in arguments.train)
    sets = {name: Table(path, arguments.limit) for name, path in files.items()}
    for table in sets.values():
        for name in arguments.drop:
            table.features[:, table.names.index(name)] = 0

    def report(model, name, table):
        before = table.quality(table.linear)
        after = table.quality(table.linear + model.predict(table.features, raw_score=True))
        pairs = "  ".join(f"{n} {b:5.1f} {a:5.1f}" for n, b, a in zip(("R@1", "R@5", "MRR", "nDCG"), before, after))
        print(f"{name:18} {pairs}", flush=True)
        return after - before

    gains = []
    for group in arguments.leave_out:
        left = group.split("+")
        model = fit([table for name, table in sets.items() if name not in left], parameters, arguments.rounds)
        gains += [report(model, "without " + name, sets[name]) for name in left]
    if gains:
        print("mean gain of R@1, R@5, MRR, nDCG", numpy.mean(gains, axis=0).round(2))
    if arguments.out or arguments.validate:
        model = fit(list(sets.values()), parameters, arguments.rounds)
        for item in arguments.validate:
            report(model, item.split("=")[0], Table(item.split("=")[1]))
        if arguments.out:
            write(arguments.out, model, next(iter(sets.values())).names)
            found = zip(model.feature_importance("gain"), next(iter(sets.values())).names)
            print(" ".join(f"{name}={gain:.0f}" for gain, name in sorted(found, reverse=True)), file=sys.stderr)


main()
