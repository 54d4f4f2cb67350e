"""The search libraries that `ask` is compared with, each behind the same three functions."""

import time


class BM25S:
    """bm25s: BM25 scores computed ahead, summed by numba. English stop words dropped, Snowball stems."""

    name = "bm25s + numba"

    def __init__(self, passages):
        import bm25s
        import Stemmer

        self._library = bm25s
        self._stemmer = Stemmer.Stemmer("english")
        tokens = self._tokens(passages)
        self._index = bm25s.BM25(k1=1.2, b=0.75, backend="numba")
        self._index.index(tokens, show_progress=False)
        self._count = len(passages)

    def _tokens(self, texts):
        return self._library.tokenize(
            texts, stopwords="en", stemmer=self._stemmer, show_progress=False
        )

    def search(self, question, limit):
        # A question of stop words only has no tokens, which the library cannot take.
        tokens = self._library.tokenize(
            [question],
            stopwords="en",
            stemmer=self._stemmer,
            show_progress=False,
            return_ids=False,
        )
        if not tokens[0]:
            return []
        found, _ = self._index.retrieve(
            tokens, k=min(limit, self._count), n_threads=1, show_progress=False
        )
        return [int(number) for number in found[0]]


class Tantivy:
    """tantivy: Block-Max WAND over a compressed inverted index, English stemmer, text not stored."""

    name = "tantivy"

    def __init__(self, passages):
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body", tokenizer_name="en_stem")
        builder.add_integer_field("number", stored=True)
        self._index = tantivy.Index(builder.build())
        writer = self._index.writer(heap_size=256_000_000, num_threads=2)
        for number, passage in enumerate(passages):
            writer.add_document(tantivy.Document(body=passage, number=number))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, question, limit):
        # Letters, digits and spaces only: anything else is syntax of its query language.
        words = "".join(c if c.isalnum() else " " for c in question).lower()
        if not words.strip():
            return []
        query = self._index.parse_query(words, ["body"])
        hits = self._searcher.search(query, limit).hits
        return [self._searcher.doc(address)["number"][0] for _, address in hits]


PEERS = {"bm25s": BM25S, "tantivy": Tantivy}


def timed(body):
    """Runs `body` and returns its result with the seconds it took."""
    start = time.perf_counter()
    result = body()
    return result, time.perf_counter() - start
