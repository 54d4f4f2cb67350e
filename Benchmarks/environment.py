"""The environment that the peers are installed into: its own, made at the first run."""

import importlib.metadata
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
REQUIREMENTS = HERE / "requirements.txt"

# One thread a question: libraries that would take more are told not to.
ONE_THREAD = {
    name: "1"
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
}


def cache_folder():
    """Where everything of the benchmarks lies that can be made again."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    return cache / "ask-benchmarks"


def interpreter():
    """The environment's Python; makes the environment where it is missing or out of date."""
    folder = cache_folder() / "venv"
    python = folder / "bin" / "python"
    stamp = folder / "requirements.txt"
    wanted = REQUIREMENTS.read_text()
    if not stamp.exists() or stamp.read_text() != wanted:
        print(f"installing the peers into {folder}", file=sys.stderr)
        folder.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if subprocess.run([*install, "-r", REQUIREMENTS]).returncode != 0:
            sys.exit("The peers could not be installed. They come from PyPI, which takes a network.")
        stamp.write_text(wanted)
    return python


def version(distribution):
    return importlib.metadata.version(distribution)
