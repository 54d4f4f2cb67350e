"""Trains the reader's network on the arrays that `prepare-reader` wrote.

    train_reader.py EXAMPLES OUT.pt --lexicon DIR --words vectors.npy --minutes 60

Batches mix a question's own passage, its own passage with a rival, and rivals alone, where "no answer" is
right; all starts of all passages of a question and "no answer" share one softmax (Clark & Gardner 2018).
The learning rate falls with the clock. A checkpoint is written after every epoch, and `--resume` goes on
from it.
"""

import argparse
import glob
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

from data import FAR, PASSAGE_FEATURES, QUESTION_FEATURES, Pair, Questions, Types, make_batch
from model import Network
from score import score


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("examples")
    parser.add_argument("out")
    parser.add_argument("--lexicon", required=True)
    parser.add_argument("--words", default="", help="word vectors to start from")
    parser.add_argument("--parts", default="", help="vectors of pairs to start from")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--window", type=int, default=200, help="longest part of a passage, in pieces")
    parser.add_argument("--batch", type=int, default=40)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--table-rate", type=float, default=0.1, help="rate of the word vectors, as a share")
    parser.add_argument("--alone-until", type=float, default=0.35, help="share of the time without rivals")
    parser.add_argument("--repeat", default="", help="set=times,…: sets that are seen more often")
    parser.add_argument("--first", default="", help="set=share,…: sets that are left out after this share of the time")
    parser.add_argument("--layers", default="2,0", help="of the encoder, and behind the last one")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--bf16", type=int, default=1)
    parser.add_argument("--by-character", action="store_true")
    parser.add_argument("--init", default="", help="network to start from")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--bench", type=int, default=0)
    parser.add_argument("--share", type=float, default=0.2, help="of the channels of a layer that are left out")
    parser.add_argument("--embedding-share", type=float, default=0.25, help="of the channels of a word")
    return parser.parse_args()


def is_held_out(questions, passage):
    return questions.article[passage] % 15 == 7


def load(options):
    train, held = [], []
    repeat = dict((k, int(v)) for k, v in (x.split("=") for x in options.repeat.split(",") if x))
    first = dict((k, float(v)) for k, v in (x.split("=") for x in options.first.split(",") if x))
    for path in sorted(glob.glob(f"{options.examples}/*.p_off.i64")):
        questions = Questions(path[:-len(".p_off.i64")])
        for question in range(questions.count):
            answerable = len(questions.spans(question)) > 0
            # The answerable questions of SQuAD 2.0 are in SQuAD 1.1, too; answers that cannot be placed teach
            # nothing.
            if questions.name.startswith("squad-v2") and questions.answers[question]:
                continue
            if not answerable and questions.answers[question]:
                continue
            own = questions.pair_passage[questions.pair_offset[question]]
            item = (questions, question, answerable)
            if is_held_out(questions, own):
                held.append(item)
            else:
                times = repeat.get(questions.name, 1 if answerable else 3)
                train += [item + (first.get(questions.name, 1.0),)] * times
    return train, held


def window(questions, pair, longest, random, span=None):
    length = questions.length(questions.pair_passage[pair])
    if length <= longest:
        return 0, length
    if span is None:
        low = random.integers(length - longest + 1)
    else:
        last = min(span[1], span[0] + longest - 1)
        low = random.integers(max(0, last - longest + 1), min(span[0], length - longest) + 1)
    return low, low + longest


def group(item, options, random, alone):
    """Returns the pairs that are read together, the one with the answer first."""
    questions, question, answerable = item[:3]
    pairs = range(questions.pair_offset[question], questions.pair_offset[question + 1])
    rivals, draw = list(pairs[1:]), random.random()
    if not answerable:
        low, high = window(questions, pairs[0], options.window, random)
        return [Pair(questions, question, pairs[0], low, high)]
    if not alone and rivals and draw < 0.10:
        rival = rivals[random.integers(len(rivals))]
        low, high = window(questions, rival, options.window, random)
        return [Pair(questions, question, rival, low, high)]
    spans = questions.spans(question)
    span = spans[random.integers(len(spans))]
    low, high = window(questions, pairs[0], options.window, random, span)
    members = [Pair(questions, question, pairs[0], low, high, span[0] - low, min(span[1], high - 1) - low)]
    count = 0 if alone or draw >= 0.5 else 2 if draw < 0.25 else 1
    for rival in random.permutation(rivals)[:count]:
        low, high = window(questions, rival, options.window, random)
        members.append(Pair(questions, question, rival, low, high))
    return members


def loss_of(network, groups, types):
    """Negative log-likelihood of the answers of some groups of pairs, per group."""
    pairs = [pair for members in groups for pair in members]
    owner = torch.tensor([g for g, members in enumerate(groups) for _ in members])
    batch = make_batch(pairs, types)
    start, states, hidden, none = network(batch)
    count = len(groups)
    every = torch.logsumexp(start, 1)
    highest = torch.full((count,), -1e9).scatter_reduce(0, owner, every.detach(), "amax")
    absent = -torch.log(torch.zeros(count).index_add(0, owner, torch.exp(-none.clamp(-30, 30))))
    pooled = torch.zeros(count).index_add(0, owner, torch.exp(every - highest[owner]))
    total = torch.logaddexp(torch.log(pooled) + highest, absent)
    first = torch.tensor([index for index, pair in enumerate(pairs) if pair.start >= 0], dtype=torch.long)
    starts = torch.tensor([pairs[i].start for i in first.tolist()], dtype=torch.long)
    ends = torch.tensor([pairs[i].end for i in first.tolist()], dtype=torch.long)
    has = torch.zeros(count, dtype=torch.bool)
    has[owner[first]] = True
    chosen = torch.zeros(count).index_add(0, owner[first], start[first, starts])
    loss = (total - torch.where(has, chosen, absent)).sum()
    if len(first):
        logits = network.end(states[first], hidden[first], batch["end_mask"][first], starts)
        loss = loss + F.cross_entropy(logits, ends, reduction="sum")
    return loss / count


@torch.no_grad()
def predict(network, items, types, longest_answer, autocast, limit=512):
    """Returns the best answer of each (set, question) in its own passage."""
    network.eval()
    order = sorted(range(len(items)), key=lambda i: items[i][0].length(
        items[i][0].pair_passage[items[i][0].pair_offset[items[i][1]]]))
    answers = [""] * len(items)
    at = 0
    while at < len(order):
        longest = items[order[min(at + 31, len(order) - 1)]]
        size = max(1, min(32, 12000 // max(1, min(limit, longest[0].length(
            longest[0].pair_passage[longest[0].pair_offset[longest[1]]])))))
        chosen = order[at:at + size]
        at += size
        pairs = []
        for index in chosen:
            s, question = items[index][:2]
            pair = s.pair_offset[question]
            pairs.append(Pair(s, question, pair, 0, min(limit, s.length(s.pair_passage[pair]))))
        batch = make_batch(pairs, types)
        with torch.autocast("cpu", torch.bfloat16, enabled=autocast):
            start, states, hidden, _ = network(batch)
            logs = torch.log_softmax(start, 1)
            values, starts = logs.topk(min(4, logs.shape[1]), 1)
            best = None
            for k in range(starts.shape[1]):
                ends = network.end(states, hidden, batch["end_mask"], starts[:, k])
                distance = torch.arange(ends.shape[1])[None] - starts[:, k:k + 1]
                ends = torch.log_softmax(ends, 1) + (distance >= longest_answer) * FAR
                value, end = ends.max(1)
                value = value + values[:, k]
                if best is None:
                    best = [value, starts[:, k].clone(), end]
                else:
                    better = value > best[0]
                    best = [torch.where(better, a, b) for a, b in zip((value, starts[:, k], end), best)]
        for index, pair, s, e in zip(chosen, pairs, best[1].tolist(), best[2].tolist()):
            answers[index] = pair.set.answer(pair.set.pair_passage[pair.pair], s, max(s, min(e, pair.high - 1)))
    network.train()
    return answers


def start_tables(network, options):
    """Word vectors as given; the parts of a word start from what the words that they occur in share."""
    if not options.words:
        return
    vectors = np.load(options.words)
    vectors = vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-8)
    vectors[0] = 0
    with torch.no_grad():
        network.word.weight.copy_(torch.from_numpy(vectors * vectors.shape[1]**0.5 * 0.1))
        if options.parts:
            parts = np.load(options.parts)
            parts = parts / (np.linalg.norm(parts, axis=1, keepdims=True) + 1e-8)
            network.part.weight.copy_(torch.from_numpy(parts * parts.shape[1]**0.5 * 0.1))
            return
        offsets = np.fromfile(f"{options.lexicon}/parts_off.i64", np.int64)
        rows = np.fromfile(f"{options.lexicon}/parts.i32", np.int32)
        centred = vectors[1:] - vectors[1:].mean(0)
        _, axes = np.linalg.eigh(centred.T @ centred)
        small = centred @ axes[:, -network.part.weight.shape[1]:]
        words = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
        sums = np.zeros((len(network.part.weight), small.shape[1]), np.float32)
        np.add.at(sums, rows, small[words])
        counts = np.bincount(rows, minlength=len(sums))[:, None]
        means = sums / np.maximum(counts, 1)
        means *= 0.2 / (means[counts[:, 0] > 0].std() + 1e-8)
        network.part.weight.copy_(torch.from_numpy(means + np.random.default_rng(1).normal(
            0, 0.05, means.shape).astype(np.float32)).float())


def main():
    options = arguments()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    random = np.random.default_rng(options.seed)
    types = Types(options.examples)
    train, held = load(options)
    longest_answer = 60 if options.by_character else 30
    check = [held[i] for i in np.random.default_rng(3).permutation(
        [i for i, item in enumerate(held) if item[2]])[:1200]]
    words = len(np.fromfile(f"{options.lexicon}/keys.u32", np.uint32)) + 1
    encoders, lasts = map(int, options.layers.split(","))
    network = Network(words, 1 << 15, PASSAGE_FEATURES, QUESTION_FEATURES, share=options.share,
                      embedding_share=options.embedding_share, encoders=encoders, lasts=lasts)
    start_tables(network, options)
    if options.init:
        network.start_from(torch.load(options.init))
    tables = [network.word.weight, network.part.weight]
    dense = [p for p in network.parameters() if not any(p is t for t in tables)]
    print(f"{len(train)} questions, {len(held)} held out, {sum(p.numel() for p in dense)} dense parameters", flush=True)
    optimizer = torch.optim.AdamW([
        {"params": dense, "weight_decay": 0.01, "scale": 1.0},
        {"params": [network.word.weight], "weight_decay": 0.0, "scale": options.table_rate if options.words else 1.0},
        {"params": [network.part.weight], "weight_decay": 0.0,
         "scale": options.table_rate if options.parts else 1.0 if not options.words else 0.3},
    ], lr=options.rate, betas=(0.9, 0.98), fused=True)
    average = {k: v.detach().clone() for k, v in network.state_dict().items()}
    step = seen = 0
    spent = 0.0
    if options.resume and os.path.exists(options.out + ".state"):
        state = torch.load(options.out + ".state", weights_only=False)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        average, step, seen, spent = state["average"], state["step"], state["seen"], state["spent"]
        random = np.random.default_rng(options.seed + step)
    began = time.time() - spent
    total = options.minutes * 60
    smooth, epoch = None, seen // len(train)
    network.train()
    done = False
    while not done:
        share = (time.time() - began) / total
        current = [item for item in train if item[3] > share]
        order = random.permutation(len(current))
        block = options.batch * 50
        for at in range(0, len(order), block):
            share = (time.time() - began) / total
            alone = share < options.alone_until
            groups = [group(current[i], options, random, alone) for i in order[at:at + block]]
            groups.sort(key=lambda members: max(p.high - p.low for p in members))
            batches, now = [], []
            for members in groups:
                if now and sum(map(len, now)) + len(members) > options.batch:
                    batches.append(now)
                    now = []
                now.append(members)
            batches.append(now)
            for index in random.permutation(len(batches)):
                share = (time.time() - began) / total
                if share >= 1:
                    done = True
                    break
                rate = options.rate * min(1, (step + 1) / 200) * (0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * share)))
                for part in optimizer.param_groups:
                    part["lr"] = rate * part["scale"]
                with torch.autocast("cpu", torch.bfloat16, enabled=bool(options.bf16)):
                    loss = loss_of(network, batches[index], types)
                optimizer.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(dense, 5.0)
                optimizer.step()
                step += 1
                seen += len(batches[index])
                if step % 4 == 0:
                    keep = min(0.996, (1 + step / 4) / (10 + step / 4))
                    with torch.no_grad():
                        for key, value in network.state_dict().items():
                            average[key].lerp_(value, 1 - keep)
                smooth = loss.item() if smooth is None else 0.99 * smooth + 0.01 * loss.item()
                if options.bench and step == options.bench:
                    print(f"{seen / (time.time() - began):.1f} questions/s, loss {smooth:.3f}")
                    return
                if step % 200 == 0:
                    print(f"step {step} seen {seen} {(time.time() - began) / 60:.1f} min loss {smooth:.3f}", flush=True)
            if done:
                break
            if seen // (len(train) // 2) > epoch:
                epoch = seen // (len(train) // 2)
                report(network, average, check, types, longest_answer, options, epoch / 2, time.time() - began)
                torch.save({"network": network.state_dict(), "optimizer": optimizer.state_dict(), "average": average,
                            "step": step, "seen": seen, "spent": time.time() - began}, options.out + ".state")
                torch.save(average, options.out)
    torch.save(average, options.out)
    report(network, average, check, types, longest_answer, options, epoch / 2, time.time() - began)


def report(network, average, check, types, longest_answer, options, epoch, seconds):
    kept = {k: v.detach().clone() for k, v in network.state_dict().items()}
    network.load_state_dict(average)
    answers = predict(network, check, types, longest_answer, bool(options.bf16))
    network.load_state_dict(kept)
    f1, exact = score(answers, [item[0].answers[item[1]] for item in check], options.by_character)
    print(f"EVALUATION epoch {epoch} {seconds / 60:.1f} min: held out F1 {f1:.2f} EM {exact:.2f}", flush=True)


if __name__ == "__main__":
    main()
