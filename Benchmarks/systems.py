"""The programs that are measured: `ask` itself, and the peers behind worker.py."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from environment import HERE, ONE_THREAD

WORKER = HERE / "worker.py"


def environment():
    return {**os.environ, **ONE_THREAD}


def cold_start(command):
    """Milliseconds from before a process starts until it has ended."""
    start = time.perf_counter()
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=environment()
    )
    elapsed = 1000 * (time.perf_counter() - start)
    # 1 is "no match".
    if done.returncode not in (0, 1):
        sys.exit(f"'{' '.join(map(str, command))}' ended with {done.returncode}")
    return elapsed


def run_json(command, accepted=(0,)):
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment())
    if done.returncode not in accepted:
        sys.exit(f"'{' '.join(map(str, command))}' ended with {done.returncode}")
    return json.loads(done.stdout)


class Peer:
    """A library, asked in a process that stays."""

    def __init__(self, python, key, folder):
        self.key, self.label = key, key
        self.built = None
        self._python, self._folder = python, folder
        self._process = None

    def _command(self, *arguments):
        return [self._python, "-B", WORKER, *arguments]

    def build(self, passages):
        """All cores may work: the variables for one thread are for questions."""
        done = subprocess.run(
            self._command("build", self.key, passages, self._folder), stdout=subprocess.PIPE, text=True
        )
        if done.returncode != 0:
            sys.exit(f"{self.key} could not index {passages}")
        self.built = json.loads(done.stdout)
        self.label = self.built["name"]

    def ask(self, questions, depth, seconds=1e9):
        """Rankings and milliseconds; fewer than were asked where the seconds are over."""
        if self._process is None:
            self._process = subprocess.Popen(
                self._command("serve", self.key, self._folder), text=True, env=environment(),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        task = {"questions": questions, "depth": depth, "seconds": seconds}
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            sys.exit(f"{self.key} has ended with {self._process.wait()}")
        return json.loads(line)

    def close(self):
        if self._process:
            self._process.stdin.close()
            self._process.wait()

    def once(self, question):
        return self._command("once", self.key, self._folder, question)

    @staticmethod
    def vectors(python, folder):
        return run_json([python, "-B", WORKER, "vectors", folder])


class Ask:
    def __init__(self, program):
        self._program = program
        self.version = subprocess.run(
            [program, "--version"], stdout=subprocess.PIPE, text=True, check=True
        ).stdout.splitlines()[0]

    def add(self, store, *folders):
        """Takes in folders; returns what it cost."""
        start = time.perf_counter()
        process = subprocess.Popen(
            [self._program, "add", "--store", store, "--json", "-q", *folders], stdout=subprocess.PIPE
        )
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        if os.waitstatus_to_exitcode(status) not in (0, 4):
            sys.exit(f"'ask add {' '.join(map(str, folders))}' ended with {status}")
        summary = json.loads(output)
        disk = sum(path.stat().st_size for path in pathlib.Path(store).rglob("*") if path.is_file())
        return {
            "name": "ask",
            "threads": os.cpu_count(),
            "seconds": seconds,
            "peak_bytes": usage.ru_maxrss * 1024,
            "disk_bytes": disk,
            "passages": summary["passages"],
            "text_bytes": summary["text_bytes"],
        }

    def export(self, store, questions, vectors, folder):
        with questions_file(questions) as path:
            subprocess.run(
                [self._program, "bench", "--store", store, "--queries", path, "-q",
                 "--export", folder, "--export-vectors", str(vectors)], check=True,
            )  # fmt: skip

    def bench(self, store, questions, arm="hybrid", count=None, cold=0):
        """`ask bench` on these questions, without its own cold processes."""
        with questions_file(questions) as path:
            return run_json(
                [self._program, "bench", "--store", store, "--stage", "retrieve", "--arm", arm,
                 "--queries", path, "--count", str(count or len(questions)), "--cold-count", str(cold),
                 "--samples", "--json", "-q"]
            )  # fmt: skip

    def add_command(self, store, path):
        return [self._program, "add", "--store", store, "-q", "--", path]

    def search(self, store, question):
        return [self._program, "search", "--store", store, "--plain", "-q", "--", question]

    def rankings(self, folder, arm, count):
        """The first twenty for every question of a set in BEIR's layout."""
        with tempfile.TemporaryDirectory() as temporary:
            run = pathlib.Path(temporary, "run")
            run_json([self._program, "eval", "beir", folder, "--arm", arm, "--run-out", run, "--json", "-q"])
            rankings = [[] for _ in range(count)]
            for line in run.read_text().splitlines():
                query, _, document, *_ = line.split()
                if len(rankings[int(query)]) < 20:
                    rankings[int(query)].append(int(document))
            return rankings


class questions_file:
    """A temporary file of questions, one a line."""

    def __init__(self, questions):
        self._questions = questions

    def __enter__(self):
        self._file = tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8")
        self._file.write("\n".join(" ".join(q.split()) for q in self._questions) + "\n")
        self._file.flush()
        return self._file.name

    def __exit__(self, *_):
        self._file.close()
