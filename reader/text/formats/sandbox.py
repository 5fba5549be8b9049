"""Reading apart: a file that could do harm is read by a child process with little to spend."""

from __future__ import annotations

import importlib
import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import reader
from reader.text.formats.limits import ORDINARY, Limits
from reader.text.problems import Problem, Unreadable

_START = "from reader.text.formats.sandbox import answer; answer()"


def read_apart(
    module: str, data: bytes, limits: Limits = ORDINARY
) -> tuple[str, tuple[Problem, ...]]:
    """Return what `read_document(data, limits)` of a module returns: a manuscript and its problems.

    It runs in a child process that inherits no environment but the search path, and ends with it.
    Raises Unreadable as that function does, and when it fails or goes beyond the limits.
    """
    environment = {
        "PYTHONPATH": str(Path(reader.__file__).resolve().parent.parent),
        "PATH": os.defpath,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-c", _START, module, json.dumps(asdict(limits))]
    try:
        child = subprocess.run(
            command, input=data, capture_output=True, timeout=limits.seconds, env=environment,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unreadable(f"The file takes more than {limits.seconds:g} seconds to read.") from None
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
    module = sys.argv[1]
    limits = Limits(**json.loads(sys.argv[2]))
    _limit(resource.RLIMIT_AS, limits.memory)
    _limit(resource.RLIMIT_CPU, int(limits.seconds) + 1)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    try:
        read_document = importlib.import_module(module).read_document
        manuscript, problems = read_document(sys.stdin.buffer.read(), limits)
        found = [(problem.line, problem.code, problem.message) for problem in problems]
        said = {"manuscript": manuscript, "problems": found}
    except Unreadable as error:
        said = {"unreadable": str(error)}
    except MemoryError:
        said = {
            "unreadable": f"The file needs more than {limits.memory:,} bytes of memory to read."
        }
    sys.stdout.buffer.write(json.dumps(said).encode("ascii"))


def _limit(what: int, most: int) -> None:
    _soft, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    try:
        resource.setrlimit(what, (most, hard))
    except (ValueError, OSError):  # a system without this limit still has the others
        return
