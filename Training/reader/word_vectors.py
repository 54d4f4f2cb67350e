"""Skip-gram vectors with negative sampling (Mikolov et al. 2013) over a stream of row numbers.

    word_vectors.py STREAM.i32 OUT.npy --dimensions 96 --minutes 8

STREAM holds rows as 32-bit integers, -1 between texts; rows below 1 are skipped. One core, fixed seed.
The learning rate falls with the clock, so the result depends on the machine's speed: the vectors are a
start for training, not a part of what is shipped.
"""

import argparse
import time

import numpy as np
from numba import njit


@njit(fastmath=True, cache=True)
def train(ids, keep, noise, inputs, outputs, rate, seed, window, negatives):
    state = np.uint64(seed)
    size = inputs.shape[1]
    gradient = np.zeros(size, np.float32)
    text = np.empty(512, np.int32)
    index = 0
    while index < len(ids):
        length = 0
        while index < len(ids) and length < 512:
            word = ids[index]
            index += 1
            if word == -1:
                break
            if word < 1:
                continue
            state = state * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
            if (state >> np.uint64(40)) / 16777216.0 < keep[word]:
                text[length] = word
                length += 1
        for a in range(length):
            state = state * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
            reach = 1 + int((state >> np.uint64(33)) % np.uint64(window))
            centre = text[a]
            for b in range(max(0, a - reach), min(length, a + reach + 1)):
                if b == a:
                    continue
                context = text[b]
                gradient[:] = 0
                for j in range(negatives + 1):
                    if j == 0:
                        target = centre
                        label = np.float32(1)
                    else:
                        state = state * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
                        target = noise[int((state >> np.uint64(33)) % np.uint64(len(noise)))]
                        label = np.float32(0)
                        if target == centre:
                            continue
                    score = np.float32(0)
                    for k in range(size):
                        score += inputs[context, k] * outputs[target, k]
                    score = min(max(score, np.float32(-8)), np.float32(8))
                    error = (label - np.float32(1) / (np.float32(1) + np.exp(-score))) * rate
                    for k in range(size):
                        gradient[k] += error * outputs[target, k]
                        outputs[target, k] += error * inputs[context, k]
                for k in range(size):
                    inputs[context, k] += gradient[k]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("stream")
    parser.add_argument("out")
    parser.add_argument("--dimensions", type=int, default=96)
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--threshold", type=float, default=1e-4, help="subsampling of common words")
    parser.add_argument("--rows", type=int, default=0)
    options = parser.parse_args()
    ids = np.fromfile(options.stream, np.int32)
    rows = options.rows or int(ids.max()) + 1
    counts = np.bincount(ids[ids >= 1], minlength=rows).astype(np.float64)
    share = np.maximum(counts, 1) / counts.sum()
    keep = np.minimum(1, np.sqrt(options.threshold / share) + options.threshold / share)
    keep = keep.astype(np.float32)
    weights = counts**0.75
    random = np.random.default_rng(1)
    noise = random.choice(rows, size=4_000_000, p=weights / weights.sum()).astype(np.int32)
    size = options.dimensions
    inputs = ((random.random((rows, size)) - 0.5) / size).astype(np.float32)
    outputs = np.zeros((rows, size), np.float32)
    train(ids[:1000], keep, noise, inputs, outputs, np.float32(0), 3, 5, 6)
    slices = 64
    start = time.time()
    step = 0
    while (share_done := (time.time() - start) / (options.minutes * 60)) < 1:
        part = step % slices
        piece = ids[part * len(ids) // slices : (part + 1) * len(ids) // slices]
        rate = np.float32(0.04 * max(1 - share_done, 0.03))
        train(piece, keep, noise, inputs, outputs, rate, 5 + step, 5, 6)
        step += 1
    print(f"{len(ids):,} pieces, {step / slices:.2f} passes, {time.time() - start:.0f} s")
    np.save(options.out, inputs)


if __name__ == "__main__":
    main()
