"""Question sets: passages, questions, and which passages are right, whatever the files they come in."""

import dataclasses
import json
import pathlib


@dataclasses.dataclass
class QuestionSet:
    name: str
    # Texts, as every system gets them.
    passages: list
    questions: list
    # For each question, the numbers of the right passages with their gains.
    judgments: list
    # What was left out, and why; None for nothing.
    remark: str = None

    def sample(self, limit):
        """The set with at most `limit` questions, evenly spread."""
        count = len(self.questions)
        if not limit or limit >= count:
            return self
        kept = [index * count // limit for index in range(limit)]
        return dataclasses.replace(
            self,
            questions=[self.questions[index] for index in kept],
            judgments=[self.judgments[index] for index in kept],
        )

    def write(self, folder):
        """Writes BEIR's layout, for `ask eval beir`; identifiers are numbers."""
        folder = pathlib.Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        write_lines(
            folder / "corpus.jsonl",
            ({"_id": str(i), "title": "", "text": text} for i, text in enumerate(self.passages)),
        )
        write_lines(
            folder / "queries.jsonl",
            ({"_id": str(i), "text": text} for i, text in enumerate(self.questions)),
        )
        with open(folder / "qrels.tsv", "w") as file:
            file.write("query-id\tcorpus-id\tscore\n")
            for number, gains in enumerate(self.judgments):
                for passage, gain in gains.items():
                    file.write(f"{number}\t{passage}\t{gain:g}\n")


def write_lines(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def read_lines(path):
    with open(path, encoding="utf-8-sig") as file:
        return [json.loads(line) for line in file if line.strip()]


def squad(path, data):
    """A file in SQuAD's format: every distinct paragraph is a passage, the question's own is right."""
    passages, questions, judgments = {}, [], []
    unanswerable = 0
    for article in data:
        for paragraph in article["paragraphs"]:
            number = passages.setdefault(paragraph["context"], len(passages))
            for entry in paragraph["qas"]:
                if str(entry.get("is_impossible", False)).lower() == "true":
                    unanswerable += 1
                else:
                    questions.append(entry["question"])
                    judgments.append({number: 1})
    remark = f"{unanswerable} questions without an answer are left out" if unanswerable else None
    return QuestionSet(path.stem, list(passages), questions, judgments, remark)


def beir(folder):
    """A folder in BEIR's layout; title and text are one text, as in BEIR's own baselines."""
    numbers, passages = {}, []
    for row in read_lines(folder / "corpus.jsonl"):
        title, text = row.get("title") or "", row["text"]
        numbers[row["_id"]] = len(passages)
        passages.append(text if not title or text.startswith(title) else f"{title}\n\n{text}")
    qrels = next(p for p in (folder / "qrels.tsv", folder / "qrels" / "test.tsv") if p.exists())
    gains = {}
    for line in qrels.read_text().splitlines()[1:]:
        query, document, gain = line.split("\t")
        if float(gain) > 0 and document in numbers:
            gains.setdefault(query, {})[numbers[document]] = float(gain)
    rows = [row for row in read_lines(folder / "queries.jsonl") if row["_id"] in gains]
    return QuestionSet(
        folder.name, passages, [row["text"] for row in rows], [gains[row["_id"]] for row in rows]
    )


def handbook(questions, exported):
    """The built-in handbook: right is every passage of the question's document that holds an answer.

    `exported` are the passages as `ask bench --export` wrote them.
    """
    passages = read_lines(exported)
    kept, judgments, left_out = [], [], 0
    for row in read_lines(questions):
        if not row["answerable"]:
            continue
        right = {
            number: 1
            for number, passage in enumerate(passages)
            if passage["path"].endswith("/" + row["document"])
            and any(answer in passage["text"] for answer in row["answers"])
        }
        if right:
            kept.append(row["question"])
            judgments.append(right)
        else:
            left_out += 1
    remark = f"{left_out} whose answer lies across two passages are left out" if left_out else None
    return QuestionSet("handbook", [p["text"] for p in passages], kept, judgments, remark)


def find(folder):
    """The question sets in `folder` and below, and what else lies there."""
    sets, skipped = [], []
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.name == "corpus.jsonl":
            has_qrels = any((path.parent / q).exists() for q in ("qrels.tsv", "qrels/test.tsv"))
            if has_qrels and (path.parent / "queries.jsonl").exists():
                sets.append(beir(path.parent))
            else:
                skipped.append(f"{path.parent}: a corpus without queries.jsonl and qrels")
        elif path.suffix == ".json":
            content = json.loads(path.read_text(encoding="utf-8-sig"))
            data = content.get("data") if isinstance(content, dict) else None
            if data and "paragraphs" in data[0]:
                sets.append(squad(path, data))
            else:
                skipped.append(f"{path}: not in SQuAD's format")
    return sets, skipped
