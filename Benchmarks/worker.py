"""A peer in a process of its own, so that its memory and its start are its own.

    worker.py build PEER PASSAGES FOLDER     makes the index, and prints seconds and memory
    worker.py serve PEER FOLDER              answers lines of {"questions": […], "depth": k} on standard input
    worker.py once PEER FOLDER QUESTION      prints the first ten: a cold process
    worker.py vectors FOLDER                 times faiss over what `ask bench --export` wrote, and prints it
    worker.py start                          nothing: what Python itself takes
"""

import json
import pathlib
import resource
import sys
import time


def peak_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def anonymous_bytes():
    """Memory of the process's own: without files that are mapped."""
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) * 1024
    return None


def timed(body, *arguments):
    start = time.perf_counter()
    result = body(*arguments)
    return result, time.perf_counter() - start


def build(name, passages, folder):
    from peers import PEERS, read_texts

    pathlib.Path(folder).mkdir(parents=True)
    _, seconds = timed(lambda: PEERS[name].build(read_texts(passages), folder))
    size = sum(path.stat().st_size for path in pathlib.Path(folder).rglob("*") if path.is_file())
    return {
        "name": PEERS[name].name(),
        "threads": PEERS[name].threads,
        "seconds": seconds,
        "peak_bytes": peak_bytes(),
        "disk_bytes": size,
    }


def serve(name, folder):
    from peers import PEERS, spaced

    peer = PEERS[name](folder)
    for line in sys.stdin:
        task = json.loads(line)
        deadline = time.perf_counter() + task.get("seconds", 1e9)
        rankings, times = [], []
        for question in task["questions"]:
            ranking, seconds = timed(peer.search, spaced(question), task["depth"])
            rankings.append(ranking)
            times.append(1000 * seconds)
            if time.perf_counter() > deadline:
                break
        answer = {"rankings": rankings, "ms": times}
        answer.update(peak_bytes=peak_bytes(), anonymous_bytes=anonymous_bytes())
        print(json.dumps(answer), flush=True)


def once(name, folder, question):
    from peers import PEERS, spaced

    print(PEERS[name](folder).search(spaced(question), 10))


def vectors(folder):
    """Warm times of faiss, and how much of the exact first ten each inexact step keeps."""
    import numpy
    from metrics import overlap, percentiles
    from peers import Faiss

    folder = pathlib.Path(folder)
    passages = numpy.load(folder / "vectors.npy", mmap_mode="r")
    questions = numpy.load(folder / "questions.npy")
    rows, exact = [], None
    for kind in ("flat", "HNSW"):
        index, seconds = timed(Faiss, passages, kind)
        answers = [timed(index.search, question, 10) for question in questions]
        found = [ranking for ranking, _ in answers]
        exact = exact or found
        rows.append(
            {
                "name": index.name,
                "passages": len(passages),
                "passages_per_second": len(passages) / seconds,
                "recall_at_10": overlap(found, exact),
                **percentiles([1000 * seconds for _, seconds in answers]),
            }
        )
    signs = numpy.unpackbits(numpy.load(folder / "signs.npy"), axis=1, bitorder="little")
    steps = numpy.abs(questions).max(axis=1, keepdims=True) / 127
    bytes_of_questions = numpy.rint(questions / numpy.where(steps > 0, steps, 1))
    products = bytes_of_questions.astype(numpy.float32) @ (signs.astype(numpy.float32) * 2 - 1).T
    order = numpy.argsort(-products, axis=1, kind="stable")[:, :10]
    rows.append(
        {
            "name": "ask, signs of the vectors",
            "passages": len(passages),
            "recall_at_10": overlap(order.tolist(), exact),
        }
    )
    return rows


def main():
    action, *arguments = sys.argv[1:]
    if action == "start":
        return
    actions = {"build": build, "serve": serve, "once": once, "vectors": vectors}
    result = actions[action](*arguments)
    if result is not None:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
