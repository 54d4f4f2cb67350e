"""Makes questions out of plain text: a phrase that recurs is asked for with the words around it elsewhere.

    cloze.py OUT.json --data SQUAD.json… --text DIR… --count 90000

After the recurring spans of Ram et al. 2021 and the clozes of Dhingra et al. 2018: a sentence that holds a
phrase becomes the question, the phrase a question word; the passage is another one of the same document
that holds the phrase and shares words with the sentence. Fixed seed.
"""

import argparse
import collections
import json
import os
import random
import re

PHRASE = re.compile(
    r"(?P<date>\b(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?: \d{1,2},?)?(?: \d{4})?\b|\b1[0-9]{3}\b|\b20[0-9]{2}\b)"
    r"|(?P<number>\b\d[\d,.]*\d\b(?: (?:million|billion|percent|miles|years|days|bytes|bits))?)"
    r"|(?P<name>\b[A-Z][\w'-]+(?: (?:of|the|and|de|von) [A-Z][\w-]+| [A-Z][\w-]+){0,3})"
    r"|(?P<code>`[^`\n]{2,30}`|\b\w+_\w+\b|\b[a-z]+[A-Z]\w+\b)"
    r"|(?P<noun>\b(?:the|a|an|of|by) (?P<inner>[a-z]{4,} [a-z]{4,})\b)")
STOP = set("a an the of in on at to for from by with as is was were are be been and or but if it its this that these "
           "those he she they his her their i you we my your our not no do does did has have had will would can could "
           "may must there which who what when where how than then so such into about also more most other some any "
           "all one two only over under after before between".split())
WORD = re.compile(r"\w+")
COMMON = set("The This That These Those It In On At He She They We You I If When While For And But A An As To However "
             "There His Her Its Their Note See Use".split())


def content(text):
    return {w[:6] for w in (x.lower() for x in WORD.findall(text)) if w not in STOP and len(w) > 2}


def sentences(text):
    """Yields sentences of prose: what looks like code, a table or a list makes no question."""
    for match in re.finditer(r"[A-Z][^.!?\n]{40,300}[.!?](?=\s|$)", text):
        sentence = match.group()
        words = [w.lower() for w in WORD.findall(sentence)]
        if re.search(r"[|*<>{}\[\]=;~#\\]|_\w+_|/\w+/", sentence) or len(words) < 8:
            continue
        if sum(w in STOP for w in words) >= 0.25 * len(words):
            yield sentence


def phrases(sentence):
    for match in PHRASE.finditer(sentence):
        kind = match.lastgroup if match.lastgroup != "inner" else "noun"
        kind = next(k for k in ("date", "number", "name", "code", "noun") if match.group(k))
        text, start = match.group(kind), match.start(kind)
        if kind == "noun":
            text, start = match.group("inner"), match.start("inner")
        if kind == "code" and text.startswith("`"):
            text, start = text[1:-1], start + 1
        if kind == "name" and (start == 0 or text in COMMON or text.split()[0] in COMMON):
            continue
        if kind == "noun" and all(w in STOP for w in text.split()):
            continue
        yield kind, text, start


def asked(kind, sentence, start, dice):
    before = sentence[:start].rstrip().split(" ")[-1].lower() if start else ""
    if kind == "date":
        return dice.choice(["when", "what year", "in what year", "when"])
    if kind == "number":
        return dice.choice(["how many", "how much", "how many", "what number"])
    if kind == "name":
        if before in ("in", "at", "near", "from", "to"):
            return dice.choice(["where", "what place", "which", "where"])
        return dice.choice(["who", "what", "which", "who", "what"])
    return dice.choice(["what", "which", "what"])


def question(kind, sentence, start, length, dice):
    head, tail = sentence[:start].split(), sentence[start + length:].split()
    head, tail = head[-14:], tail[:14]
    word = asked(kind, sentence, start, dice)
    if dice.random() < 0.5:
        if head and head[-1].lower() in ("in", "at", "on", "by", "of", "the", "a", "an"):
            head = head[:-1]
        words = [word] + head + tail
    else:
        words = head + [word] + tail
    return " ".join(words).replace("`", "").rstrip(".,;: ") + "?"


def clozes(paragraphs, dice, most):
    """Yields (paragraph, question, answer, start) for a document's paragraphs."""
    where = collections.defaultdict(set)
    bags = [content(p) for p in paragraphs]
    items = []
    for index, paragraph in enumerate(paragraphs):
        for sentence in sentences(paragraph):
            for kind, text, start in phrases(sentence):
                where[text].add(index)
                items.append((index, sentence, kind, text, start))
    dice.shuffle(items)
    made = 0
    for index, sentence, kind, text, start in items:
        if made >= most:
            return
        if not 2 <= len(where[text]) <= 40:
            continue
        rest = content(sentence) - content(text)
        options = [(len(rest & bags[i]), i) for i in where[text] if i != index]
        if not options:
            continue
        shared, best = max(options)
        if shared < max(2, len(rest) // 4):
            continue
        places = [m.start() for m in re.finditer(r"(?<!\w)" + re.escape(text) + r"(?!\w)", paragraphs[best])]
        if not places or len(places) > 3:
            continue
        made += 1
        yield best, question(kind, sentence, start, len(text), dice), text, places[0]


def pack(text, size=900):
    """Cuts a text into passages of about `size` characters, at paragraphs where there are some."""
    passages, now = [], ""
    for block in re.split(r"\n\s*\n", text):
        block = re.sub(r"[ \t]*\n[ \t]*", " ", block).strip()
        while len(block) > size:
            cut = block.rfind(". ", 300, size)
            cut = size if cut < 0 else cut + 1
            passages.append((now + "\n" + block[:cut]).strip() if now else block[:cut])
            now, block = "", block[cut:].strip()
        if len(now) + len(block) > size:
            passages.append(now)
            now = block
        else:
            now = (now + "\n" + block).strip()
    return [p for p in passages + [now] if len(p) > 200]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--data", nargs="*", default=[])
    parser.add_argument("--text", nargs="*", default=[])
    parser.add_argument("--count", type=int, default=90000)
    options = parser.parse_args()
    dice = random.Random(1)
    documents = []
    for path in options.data:
        articles = json.load(open(path))["data"]
        for article in articles:
            documents.append(("data", [p["context"] for p in article["paragraphs"]]))
        # Sets whose articles are single paragraphs: paragraphs next to each other make a document.
        short = [p["context"] for a in articles for p in a["paragraphs"] if len(a["paragraphs"]) == 1]
        documents += [("data", short[i:i + 40]) for i in range(0, len(short), 40)]
    for folder in options.text:
        names = sorted(os.path.join(d, f) for d, _, files in os.walk(folder) for f in files)
        for name in names:
            text = open(name, errors="replace").read()
            for at in range(0, len(text), 40000):
                documents.append((folder, pack(text[at:at + 40000])))
    groups = collections.defaultdict(list)
    for kind, paragraphs in documents:
        groups[kind].append(paragraphs)
    data, total = [], 0
    for kind, group in groups.items():
        dice.shuffle(group)
        share, made = options.count // len(groups) if kind != "data" else options.count, 0
        for paragraphs in group:
            if made >= share:
                break
            by = collections.defaultdict(list)
            for best, text, answer, start in clozes(paragraphs, dice, max(4, 5 * len(paragraphs))):
                made += 1
                by[best].append({"id": f"cloze-{total + made}", "question": text,
                                 "answers": [{"text": answer, "answer_start": start}]})
            if by:
                data.append({"title": "", "paragraphs": [
                    {"context": paragraphs[i], "qas": qas} for i, qas in sorted(by.items())]})
        print(kind, made, flush=True)
        total += made
    with open(options.out, "w") as file:
        json.dump({"data": data}, file, ensure_ascii=False)


if __name__ == "__main__":
    main()
