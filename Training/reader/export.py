"""Writes a trained network as the weight file that `NeuralWeights.swift` reads.

    export.py NETWORK.pt OUT.bin --lexicon DIR [--longest 30] [--golden EXAMPLES]

Tables become signed bytes (or nibbles) with one scale a row, layers 16-bit (or 8-bit) whole numbers.
"""

import argparse
import struct

import numpy as np
import torch

from model import Network

ORDER = """align aligned passage_in question_in passage_norm question_norm encoder similar_passage similar_question
similar_both fuse before.norm before.linear self_norm self_similar self_out after.norm after.linear last out_norm pool asked
start_hidden start_score end_hidden end_start end_both end_score length none_hidden none_score""".split()


def order(state):
    """The names of the layers in the order of the file, as many of the encoder and behind the last as there are."""
    counts = dict(zip(("encoder", "last"), Network.depth(state)))
    for name in ORDER:
        if name in counts:
            for index in range(counts[name]):
                yield from (f"{name}.{index}.norm", f"{name}.{index}.linear")
        else:
            yield name


def quantized(matrix, bits):
    """Returns whole numbers of `bits` bits and the scale of each row."""
    largest = 2 ** (bits - 1) - 1
    scale = np.maximum(np.abs(matrix).max(1), 1e-12) / largest
    return np.clip(np.rint(matrix / scale[:, None]), -largest, largest).astype(np.int32), scale.astype(np.float32)


def section(matrix, bits):
    rows, columns = matrix.shape
    head = struct.pack("<IIII", rows, columns, bits, 0)
    if bits == 32:
        body = matrix.astype("<f4").tobytes()
    else:
        numbers, scale = quantized(matrix, bits)
        head += scale.astype("<f4").tobytes()
        if bits == 4:
            body = ((numbers[:, 0::2] & 15) | ((numbers[:, 1::2] & 15) << 4)).astype(np.uint8).tobytes()
        else:
            body = numbers.astype({8: "<i1", 16: "<i2"}[bits]).tobytes()
    data = head + body
    return data + b"\0" * (-len(data) % 16)


def sections(state, options):
    """Yields each matrix with its bits, in the order of the file."""
    yield state["word.weight"], options.word_bits
    yield state["part.weight"], options.part_bits
    yield state["unit.weight"], 32
    for name in order(state):
        if name in state:
            yield state[name].reshape(1, -1), 32
            continue
        weight = state[name + ".weight"]
        is_norm = name.endswith("norm")
        yield weight.reshape(1, -1) if is_norm else weight, 32 if is_norm else options.dense_bits
        if name + ".bias" in state:
            yield state[name + ".bias"].reshape(1, -1), 32


def rounded(state, options):
    """The state as the weight file holds it."""
    result = dict(state)
    for key, value in state.items():
        if value.dim() < 2 or key == "unit.weight":
            continue
        bits = {"word.weight": options.word_bits, "part.weight": options.part_bits}.get(key, options.dense_bits)
        numbers, scale = quantized(value.numpy(), bits)
        result[key] = torch.from_numpy(numbers * scale[:, None]).float()
    return result


def add_arguments(parser):
    parser.add_argument("--word-bits", type=int, default=8)
    parser.add_argument("--part-bits", type=int, default=8)
    parser.add_argument("--dense-bits", type=int, default=16)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("network")
    parser.add_argument("out")
    parser.add_argument("--lexicon", required=True)
    parser.add_argument("--longest", type=int, default=30)
    parser.add_argument("--score-weight", type=float, default=0.0)
    parser.add_argument("--calibration", default="0,1,1,0,0,0,0")
    add_arguments(parser)
    options = parser.parse_args()
    state = torch.load(options.network)
    keys = np.fromfile(f"{options.lexicon}/keys.u32", np.uint32)
    idfs = np.fromfile(f"{options.lexicon}/idfs.u8", np.uint8)
    calibration = [float(x) for x in options.calibration.split(",")]
    calibration += [0.0] * (16 - len(calibration))
    data = struct.pack("<4sIII", b"ASKN", 2, len(keys), options.longest)
    data += struct.pack("<f16f", options.score_weight, *calibration)
    data += struct.pack("<fII", 0.0, *Network.depth(state))
    data += b"\0" * (128 - len(data))
    data += keys.astype("<u4").tobytes() + idfs.tobytes()
    data += b"\0" * (-len(data) % 16)
    count = 0
    for matrix, bits in sections(state, options):
        data += section(matrix.numpy(), bits)
        count += 1
    with open(options.out, "wb") as file:
        file.write(data)
    print(f"{options.out}: {len(data):,} bytes, {count} sections")


if __name__ == "__main__":
    main()
