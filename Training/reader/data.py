"""Arrays that `prepare-reader examples` wrote, and batches made of them."""

import json
import os

import numpy as np
import torch

PASSAGE_FEATURES, QUESTION_FEATURES, FAR = 30, 34, -1e4


class Questions:
    """One set of labelled questions."""

    def __init__(self, prefix):
        read = lambda name, kind: np.fromfile(f"{prefix}.{name}", kind)
        self.name = os.path.basename(prefix)
        self.offset, self.type = read("p_off.i64", np.int64), read("p_type.i32", np.int32)
        self.unit, self.flags = read("p_class.u8", np.uint8), read("p_flags.u8", np.uint8)
        self.range = read("p_range.i32", np.int32).reshape(-1, 2)
        self.article = read("p_article.i32", np.int32)
        self.text, self.text_offset = read("text.u8", np.uint8), read("text_off.i64", np.int64)
        self.asked, self.asked_type = read("q_off.i64", np.int64), read("q_type.i32", np.int32)
        self.asked_unit = read("q_class.u8", np.uint8)
        self.gold, self.gold_offset = read("gold.i32", np.int32).reshape(-1, 2), read("gold_off.i64", np.int64)
        self.pair_passage, self.pair_offset = read("pair_passage.i32", np.int32), read("pair_off.i64", np.int64)
        self.features = np.memmap(f"{prefix}.pf.u8", np.uint8, "r")
        self.asked_features = np.memmap(f"{prefix}.qf.u8", np.uint8, "r")
        counts = np.diff(self.pair_offset)
        question = np.repeat(np.arange(len(counts)), counts)
        sizes = np.diff(self.offset)[self.pair_passage] * PASSAGE_FEATURES
        asked_sizes = np.diff(self.asked)[question] * QUESTION_FEATURES
        self.feature_offset = np.concatenate([[0], np.cumsum(sizes)])
        self.asked_feature_offset = np.concatenate([[0], np.cumsum(asked_sizes)])
        with open(f"{prefix}.questions.jsonl") as lines:
            entries = [json.loads(line) for line in lines]
        self.ids, self.answers = [e["id"] for e in entries], [e["answers"] for e in entries]
        self.count = len(entries)

    def length(self, passage):
        return int(self.offset[passage + 1] - self.offset[passage])

    def spans(self, question):
        return self.gold[self.gold_offset[question]:self.gold_offset[question + 1]]

    def answer(self, passage, first, last):
        base = self.offset[passage]
        low, high = self.range[base + first, 0], self.range[base + last, 1]
        start = self.text_offset[passage]
        return self.text[start + low:start + high].tobytes().decode("utf-8", "replace")


class Types:
    """Distinct pieces: a word's row and the rows of its parts."""

    def __init__(self, folder):
        self.word = np.fromfile(f"{folder}/type_word.i32", np.int32)
        self.offset = np.fromfile(f"{folder}/type_off.i64", np.int64)
        self.parts = np.fromfile(f"{folder}/type_parts.i32", np.int32)


class Pair:
    """A question before a passage, or a window of it."""

    __slots__ = ("set", "question", "pair", "low", "high", "start", "end")

    def __init__(self, questions, question, pair, low, high, start=-1, end=-1):
        self.set, self.question, self.pair, self.low, self.high = questions, question, pair, low, high
        self.start, self.end = start, end


def make_batch(pairs, types):
    """Returns the tensors of some pairs; times are padded to the longest."""
    count = len(pairs)
    steps = max(p.high - p.low for p in pairs)
    asked = max(int(p.set.asked[p.question + 1] - p.set.asked[p.question]) for p in pairs)
    passage, question = np.zeros((steps, count), np.int64), np.zeros((asked, count), np.int64)
    passage_class, question_class = np.zeros((steps, count), np.int64), np.zeros((asked, count), np.int64)
    features = np.zeros((steps, count, PASSAGE_FEATURES), np.uint8)
    asked_features = np.zeros((asked, count, QUESTION_FEATURES), np.uint8)
    passage_mask, question_mask = np.zeros((steps, count, 1), np.float32), np.zeros((asked, count, 1), np.float32)
    starts, ends = np.full((count, steps), FAR, np.float32), np.full((count, steps), FAR, np.float32)
    for i, p in enumerate(pairs):
        s = p.set
        index = s.pair_passage[p.pair]
        base, n = s.offset[index], p.high - p.low
        part = slice(base + p.low, base + p.high)
        passage[:n, i], passage_class[:n, i] = s.type[part], s.unit[part]
        at = s.feature_offset[p.pair] + p.low * PASSAGE_FEATURES
        features[:n, i] = s.features[at:at + n * PASSAGE_FEATURES].reshape(n, PASSAGE_FEATURES)
        passage_mask[:n, i] = 1
        starts[i, :n][s.flags[part] & 1 > 0] = 0
        ends[i, :n][s.flags[part] & 2 > 0] = 0
        if p.start >= 0:  # a window may cut an answer where none may end
            starts[i, p.start] = ends[i, p.end] = 0
        part = slice(s.asked[p.question], s.asked[p.question + 1])
        m = part.stop - part.start
        question[:m, i], question_class[:m, i] = s.asked_type[part], s.asked_unit[part]
        at = s.asked_feature_offset[p.pair]
        asked_features[:m, i] = s.asked_features[at:at + m * QUESTION_FEATURES].reshape(m, QUESTION_FEATURES)
        question_mask[:m, i] = 1
    distinct, inverse = np.unique(np.concatenate([passage.ravel(), question.ravel()]), return_inverse=True)
    lengths = types.offset[distinct + 1] - types.offset[distinct]
    first = np.cumsum(lengths) - lengths
    index = np.arange(lengths.sum()) - np.repeat(first, lengths) + np.repeat(types.offset[distinct], lengths)
    tensor = torch.from_numpy
    return {
        "word": tensor(types.word[distinct].astype(np.int64)),
        "parts": tensor(types.parts[index].astype(np.int64)), "part_offsets": tensor(first),
        "passage": tensor(inverse[:passage.size].reshape(passage.shape)),
        "question": tensor(inverse[passage.size:].reshape(question.shape)),
        "passage_class": tensor(passage_class), "question_class": tensor(question_class),
        "passage_features": tensor(features).float() / 255, "question_features": tensor(asked_features).float() / 255,
        "passage_mask": tensor(passage_mask), "question_mask": tensor(question_mask),
        "start_mask": tensor(starts), "end_mask": tensor(ends),
    }
