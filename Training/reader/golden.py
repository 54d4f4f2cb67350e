"""Writes what the network makes of some questions, for the tests that hold Swift and PyTorch together.

    golden.py questions ../../Corpus en OUT.json          questions of the handbook with their paragraphs
    golden.py logits NETWORK.pt EXAMPLES NAME OUT.json    logits of the prepared questions

Between the two, `prepare-reader examples --data OUT.json --rivals 0` makes arrays of the questions.
"""

import argparse
import json
import sys

import numpy as np
import torch

import export
from data import PASSAGE_FEATURES, QUESTION_FEATURES, Pair, Questions, Types, make_batch
from model import Network


def questions(corpus, language, out, count=25):
    """Each question with the paragraph of its document that holds the answer."""
    entries = [json.loads(line) for line in open(f"{corpus}/questions.jsonl")]
    entries = [e for e in entries if e["answerable"] and e["language"].startswith(language)]
    step = max(1, len(entries) // count)
    paragraphs = []
    for entry in entries[::step][:count]:
        text = open(f"{corpus}/documents/{entry['document']}").read()
        answer = entry["answers"][0]
        block = next((b for b in text.split("\n\n") if answer in b), None)
        if block:
            paragraphs.append({"context": block, "qas": [{
                "id": entry["id"], "question": entry["question"],
                "answers": [{"text": answer, "answer_start": block.index(answer)}]}]})
    json.dump({"data": [{"title": "", "paragraphs": paragraphs}]}, open(out, "w"), ensure_ascii=False)


@torch.no_grad()
def logits(path, examples, name, out, options):
    state = export.rounded(torch.load(path), options)
    encoders, lasts = Network.depth(state)
    network = Network(len(state["word.weight"]), len(state["part.weight"]), PASSAGE_FEATURES, QUESTION_FEATURES,
                      encoders=encoders, lasts=lasts)
    network.load_state_dict(state)
    network.eval()
    questions, types = Questions(f"{examples}/{name}"), Types(examples)
    entries = json.load(open(f"{examples}/{name}.json"))["data"][0]["paragraphs"]
    cases = []
    for index, entry in enumerate(entries):
        pair = questions.pair_offset[index]
        passage = questions.pair_passage[pair]
        count = questions.length(passage)
        batch = make_batch([Pair(questions, index, pair, 0, count)], types)
        batch["start_mask"] = torch.zeros_like(batch["start_mask"])
        start, states, hidden, none = network(batch)
        first = int(questions.spans(index)[0][0])
        ends = network.end(states, hidden, torch.zeros(1, count), torch.tensor([first]))[0, first:]
        rounded = lambda values: [round(float(x), 4) for x in values]
        cases.append({"question": entry["qas"][0]["question"], "passage": entry["context"],
                      "starts": rounded(start[0]), "none": round(float(none[0]), 4), "first": first,
                      "ends": rounded(ends)})
    with open(out, "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(c, ensure_ascii=False) for c in cases) + "\n]\n")
    print(f"{out}: {len(cases)} questions")


if __name__ == "__main__":
    if sys.argv[1] == "questions":
        questions(*sys.argv[2:5])
    else:
        parser = argparse.ArgumentParser()
        export.add_arguments(parser)
        logits(*sys.argv[2:6], parser.parse_args(sys.argv[6:]))
