"""The reader's network: hashed words, match features, bidirectional SRUs and attention both ways.

Shapes: [time, pair, channel] unless said otherwise. `NeuralNetwork.swift` is the same network, and
`GoldenReadingTests` hold the two together.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F

from scan import Scan

CLASSES = 48
LENGTHS = 64
FAR = -1e4


def dropout(x, share, training):
    """Leaves out whole channels of a sequence (Gal & Ghahramani 2016)."""
    if not training or share == 0:
        return x
    return x * (torch.rand(1, x.shape[1], x.shape[2]) > share).to(x.dtype).div_(1 - share)


class SRU(nn.Module):
    def __init__(self, size, share):
        super().__init__()
        self.size = size
        self.norm = nn.LayerNorm(size)
        self.linear = nn.Linear(size, 3 * size)
        self.share = share
        nn.init.xavier_uniform_(self.linear.weight)
        nn.init.zeros_(self.linear.bias)
        with torch.no_grad():  # mixed time scales
            self.linear.bias[:size] = torch.linspace(-1, 3, size // 2).repeat(2)

    def start_as_identity(self):
        """Lets nearly all through, so that the layer can be put into a network that is trained already."""
        with torch.no_grad():
            self.linear.weight[self.size:2 * self.size] *= 0.1
            self.linear.bias[self.size:2 * self.size] = -3

    def forward(self, x, mask):
        f, r, z = self.linear(dropout(self.norm(x), self.share, self.training)).chunk(3, 2)
        c = Scan.apply(torch.sigmoid(f), z * mask)
        r = torch.sigmoid(r)
        return r * c * 1.4 + (1 - r) * x


class Network(nn.Module):
    def __init__(self, words, parts, passage_features, question_features, size=128, word=96, part=64, share=0.2,
                 embedding_share=0.25, encoders=2, lasts=0):
        super().__init__()
        self.size, self.share, self.embedding_share = size, share, embedding_share
        self.word = nn.Embedding(words, word)
        self.part = nn.EmbeddingBag(parts, part, mode="mean")
        self.unit = nn.Embedding(CLASSES, 8)
        for table, spread in ((self.word, 0.1), (self.part, 0.3), (self.unit, 0.3)):
            nn.init.normal_(table.weight, 0, spread)
        width = word + part
        self.align = nn.Linear(width, 96)
        self.aligned = nn.Linear(width, 64)
        self.passage_in = nn.Linear(width + 8 + passage_features + 64, size)
        self.question_in = nn.Linear(width + 8 + question_features, size)
        self.passage_norm, self.question_norm = nn.LayerNorm(size), nn.LayerNorm(size)
        self.encoder = nn.ModuleList([SRU(size, share) for _ in range(encoders)])
        self.similar_passage = nn.Linear(size, 1, bias=False)
        self.similar_question = nn.Linear(size, 1, bias=False)
        self.similar_both = nn.Parameter(torch.ones(size) / size**0.5)
        self.fuse = nn.Linear(4 * size, size)
        self.before = SRU(size, share)
        self.self_norm = nn.LayerNorm(size)
        self.self_similar = nn.Linear(size, size)
        self.self_out = nn.Linear(2 * size, size)
        self.after = SRU(size, share)
        self.last = nn.ModuleList([SRU(size, share) for _ in range(lasts)])
        self.out_norm = nn.LayerNorm(size)
        self.pool = nn.Linear(size, 1)
        self.asked = nn.Linear(size, size)
        self.start_hidden, self.start_score = nn.Linear(2 * size, size), nn.Linear(size, 1)
        self.end_hidden = nn.Linear(2 * size, size)
        self.end_start = nn.Linear(size, size)
        self.end_both = nn.Linear(size, size, bias=False)
        self.end_score = nn.Linear(size, 1)
        self.length = nn.Parameter(torch.zeros(LENGTHS))
        self.none_hidden, self.none_score = nn.Linear(2 * size, 64), nn.Linear(64, 1)

    @staticmethod
    def depth(state):
        """Returns how many layers the encoder and the end of a network have, given its state."""
        return tuple(sum(key.startswith(f"{name}.") and key.endswith(".linear.bias") for key in state)
                     for name in ("encoder", "last"))

    def start_from(self, state):
        """Takes over a trained network; layers that it does not have begin as if they were not there."""
        depth = self.depth(state)
        self.load_state_dict({**self.state_dict(), **state})
        for layer in list(self.encoder[depth[0]:]) + list(self.last[depth[1]:]):
            layer.start_as_identity()

    def embed(self, batch):
        """Vectors of the distinct pieces of a batch: [piece, word + part]."""
        word = self.word(batch["word"])
        if self.training:
            word = word * (torch.rand(len(word), 1) > 0.1)
        vectors = torch.cat([word, self.part(batch["parts"], batch["part_offsets"])], 1)
        return F.dropout(vectors, self.embedding_share, self.training)

    def forward(self, batch):
        """Returns start logits [pair, time], the states [pair, time, size] and the logits of "none" [pair]."""
        vectors = self.embed(batch)
        passage_mask, question_mask = batch["passage_mask"], batch["question_mask"]
        take = lambda table, index: F.embedding(index, table)
        near = torch.relu(self.align(vectors)).float()
        outside = (1 - question_mask[:, :, 0].t())[:, None, :] * FAR
        weights = torch.bmm(take(near, batch["passage"]).transpose(0, 1),
                            take(near, batch["question"]).permute(1, 2, 0)) * 4 + outside
        aligned = torch.bmm(torch.softmax(weights, 2),
                            take(self.aligned(vectors).float(), batch["question"]).transpose(0, 1)).transpose(0, 1)
        passage = self.passage_norm(self.passage_in(torch.cat(
            [take(vectors, batch["passage"]), self.unit(batch["passage_class"]), batch["passage_features"], aligned],
            2)))
        question = self.question_norm(self.question_in(torch.cat(
            [take(vectors, batch["question"]), self.unit(batch["question_class"]), batch["question_features"]], 2)))
        for layer in self.encoder:
            passage = layer(passage, passage_mask)
        for layer in self.encoder:
            question = layer(question, question_mask)
        p = dropout(passage, self.share, self.training).transpose(0, 1)
        q = dropout(question, self.share, self.training).transpose(0, 1)
        beyond = ((1 - passage_mask[:, :, 0].t()) * FAR)[:, :, None]
        scores = (torch.bmm(p * self.similar_both, q.transpose(1, 2)).float() + self.similar_passage(p).float()
                  + self.similar_question(q).float().transpose(1, 2))
        to_question = torch.softmax(scores + outside, 2)
        to_passage = torch.softmax(scores + beyond, 1)
        u = torch.bmm(to_question, q.float())
        h = torch.bmm(to_question, torch.bmm(to_passage.transpose(1, 2), p.float()))
        p = p.float()
        x = F.gelu(self.fuse(torch.cat([p, u, p * u, p * h], 2))).transpose(0, 1) + passage
        x = self.before(x, passage_mask)
        y = dropout(self.self_norm(x), self.share, self.training).transpose(0, 1)
        scores = torch.bmm(self.self_similar(y), y.to(self.self_similar(y[:1, :1]).dtype).transpose(1, 2)).float()
        scores = scores / self.size**0.5 + beyond.transpose(1, 2) + FAR * torch.eye(y.shape[1])
        v = torch.bmm(torch.softmax(scores, 2), y.float())
        x = x + F.gelu(self.self_out(torch.cat([v, v * y], 2))).transpose(0, 1)
        x = self.after(x, passage_mask)
        for layer in self.last:
            x = layer(x, passage_mask)
        states = dropout(self.out_norm(x), self.share, self.training).transpose(0, 1)
        pooled = (torch.softmax(self.pool(q).float() + outside.transpose(1, 2), 1) * q.float()).sum(1)
        asked = self.asked(pooled)[:, None]
        both = torch.cat([states, states * asked], 2)
        start = self.start_score(F.gelu(self.start_hidden(both)))[:, :, 0].float() + batch["start_mask"]
        highest = (states + beyond).max(1)[0]
        none = self.none_score(F.gelu(self.none_hidden(torch.cat([highest, pooled], 1))))[:, 0].float()
        return start, states, self.end_hidden(both), none

    def end(self, states, hidden, mask, start):
        """Logits of the ends [pair, time], given a start for each pair."""
        first = states[torch.arange(len(states)), start]
        logits = self.end_score(F.gelu(
            hidden + self.end_start(first)[:, None] + self.end_both(states * first[:, None])))[:, :, 0].float()
        distance = torch.arange(states.shape[1])[None] - start[:, None]
        return logits + mask + self.length[distance.clamp(0, LENGTHS - 1)] + (distance < 0) * FAR
