"""The search libraries that `ask` is compared with, each behind the same three functions.

`build` makes an index of texts in a folder, the constructor opens it as a new process would, and `search` returns
the numbers of the best passages, best first. All of them find passages that hold any word of the question.
"""

import json
import os
import pathlib
import sqlite3

from environment import version

CORES = os.cpu_count() or 1


def words(question):
    """Letters and digits: anything else is syntax of a query language."""
    return "".join(c if c.isalnum() else " " for c in question).lower().split()


def is_ideograph(character):
    return "\u3040" <= character <= "\u30ff" or "\u3400" <= character <= "\u9fff"


def spaced(text):
    """The text with its ideographs apart: the peers' analysers know words by spaces only."""
    return "".join(f" {c} " if is_ideograph(c) else c for c in text)


class BM25S:
    """Scores computed ahead, summed by numba. English stop words dropped, Snowball stems, text not stored."""

    threads = 1

    @staticmethod
    def name():
        return f"bm25s {version('bm25s')} + numba {version('numba')}"

    @staticmethod
    def _tokenize(texts, **options):
        import bm25s
        import Stemmer

        # The library's pattern, with single letters: an ideograph is one.
        return bm25s.tokenize(
            texts,
            token_pattern=r"(?u)\b\w+\b",
            stopwords="en",
            stemmer=Stemmer.Stemmer("english"),
            show_progress=False,
            **options,
        )

    @classmethod
    def build(cls, texts, folder):
        import bm25s

        index = bm25s.BM25(k1=1.2, b=0.75, backend="numba")
        texts = list(texts)
        index.index(cls._tokenize(texts), show_progress=False)
        index.save(folder)
        pathlib.Path(folder, "count").write_text(str(len(texts)))

    def __init__(self, folder):
        import bm25s

        self._index = bm25s.BM25.load(folder, mmap=True)
        self._index.backend = "numba"
        self._index.activate_numba_scorer()
        self._count = int(pathlib.Path(folder, "count").read_text())

    def search(self, question, limit):
        # A question of stop words only has no tokens, which the library cannot take.
        tokens = self._tokenize([question], return_ids=False)
        if not tokens[0]:
            return []
        found, scores = self._index.retrieve(
            tokens, k=min(limit, self._count), n_threads=1, show_progress=False
        )
        return [int(n) for n, score in zip(found[0], scores[0], strict=True) if score > 0]


class Tantivy:
    """Block-Max WAND over a compressed inverted index, English stemmer, text stored."""

    threads = CORES

    @staticmethod
    def name():
        return f"tantivy {version('tantivy')}"

    @staticmethod
    def build(texts, folder):
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body", tokenizer_name="en_stem", stored=True)
        builder.add_integer_field("number", stored=True, fast=True)
        index = tantivy.Index(builder.build(), path=str(folder))
        writer = index.writer(heap_size=256_000_000, num_threads=CORES)
        for number, text in enumerate(texts):
            writer.add_document(tantivy.Document(body=text, number=number))
        writer.commit()
        writer.wait_merging_threads()

    def __init__(self, folder):
        import tantivy

        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def search(self, question, limit):
        query = " ".join(words(question))
        if not query:
            return []
        hits = self._searcher.search(self._index.parse_query(query, ["body"]), limit).hits
        return [self._searcher.doc(address)["number"][0] for _, address in hits]


class FTS5:
    """SQLite's full-text index, Porter stemmer, text stored, through the library that Python is linked with."""

    threads = 1

    @staticmethod
    def name():
        return f"SQLite FTS5 {sqlite3.sqlite_version}"

    @staticmethod
    def build(texts, folder):
        database = sqlite3.connect(pathlib.Path(folder, "fts5.sqlite"))
        database.execute("CREATE VIRTUAL TABLE passages USING fts5(text, tokenize='porter unicode61')")
        database.executemany(
            "INSERT INTO passages(rowid, text) VALUES (?, ?)", enumerate(texts, start=1)
        )
        database.commit()
        database.close()

    def __init__(self, folder):
        self._database = sqlite3.connect(pathlib.Path(folder, "fts5.sqlite"))

    def search(self, question, limit):
        query = " OR ".join(f'"{word}"' for word in words(question))
        if not query:
            return []
        rows = self._database.execute(
            "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?", (query, limit)
        )
        return [row[0] - 1 for row in rows]


PEERS = {"bm25s": BM25S, "tantivy": Tantivy, "fts5": FTS5}


class Faiss:
    """faiss over our own vectors: every one (flat), or a graph of neighbours (HNSW; Malkov & Yashunin 2016)."""

    # The library's own advice for good recall.
    neighbours, effort_building, effort_searching = 32, 200, 128

    def __init__(self, vectors, kind):
        import faiss

        faiss.omp_set_num_threads(CORES)
        self.name = f"faiss {version('faiss-cpu')} {kind}"
        if kind == "flat":
            self._index = faiss.IndexFlatIP(vectors.shape[1])
        else:
            self._index = faiss.IndexHNSWFlat(
                vectors.shape[1], self.neighbours, faiss.METRIC_INNER_PRODUCT
            )
            self._index.hnsw.efConstruction = self.effort_building
            self._index.hnsw.efSearch = self.effort_searching
        self._index.add(vectors)
        faiss.omp_set_num_threads(1)

    def search(self, vector, limit):
        return self._index.search(vector[None], limit)[1][0].tolist()


def read_texts(path):
    """The texts of a file of JSON Lines, one after the other; ideographs are set apart where most letters are."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield spaced(json.loads(line)["text"])
