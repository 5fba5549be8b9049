"""Reading apart: a file that could do harm is read by a child process with little to spend."""

from __future__ import annotations

import importlib
import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import reader
from reader.text.problems import Problem, Unreadable

_START = "from reader.text.formats.sandbox import answer; answer()"


@dataclass(frozen=True, slots=True)
class Means:
    """What the child may spend: seconds by the clock, and bytes of memory."""

    seconds: float = 60
    memory: int = 512 * 1024 * 1024


ORDINARY = Means()


def read_apart(
    module: str, data: bytes, means: Means = ORDINARY
) -> tuple[str, tuple[Problem, ...]]:
    """Return what `read_document(data)` of a module returns: a manuscript and its problems.

    It runs in a child process that inherits no environment but the search path, and ends with it.
    Raises Unreadable as that function does, and when it fails or needs more than its means.
    """
    environment = {
        "PYTHONPATH": str(Path(reader.__file__).resolve().parent.parent),
        "PATH": os.defpath,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-c", _START, module, str(means.memory), str(int(means.seconds) + 1)]
    try:
        child = subprocess.run(
            command, input=data, capture_output=True, timeout=means.seconds, env=environment,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unreadable(f"The file takes more than {means.seconds:g} seconds to read.") from None
    try:
        answered = json.loads(child.stdout)
    except ValueError:
        raise Unreadable("The file cannot be read: it is damaged, or too large.") from None
    if "unreadable" in answered:
        raise Unreadable(answered["unreadable"])
    problems = tuple(Problem(*problem) for problem in answered["problems"])
    return answered["manuscript"], problems


def answer() -> None:
    """Be the child: read standard input, write a JSON answer to standard output."""
    module, memory, seconds = sys.argv[1:4]
    _limit(resource.RLIMIT_AS, int(memory))
    _limit(resource.RLIMIT_CPU, int(seconds))
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    try:
        read_document = importlib.import_module(module).read_document
        manuscript, problems = read_document(sys.stdin.buffer.read())
        found = [(problem.line, problem.code, problem.message) for problem in problems]
        said = {"manuscript": manuscript, "problems": found}
    except Unreadable as error:
        said = {"unreadable": str(error)}
    except MemoryError:
        said = {"unreadable": f"The file needs more than {int(memory):,} bytes of memory to read."}
    sys.stdout.buffer.write(json.dumps(said).encode("ascii"))


def _limit(what: int, most: int) -> None:
    _soft, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    try:
        resource.setrlimit(what, (most, hard))
    except (ValueError, OSError):  # a system without this limit still has the others
        return
