"""Every compiled pattern of reader/text, and texts on which a careless one takes forever."""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
import time
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import reader.text
from tests.text.growth import growth

# Pieces that a text consists of, over and over.
PIECES = (
    *"aA1 ,.;:()[]“”\"‘’'-–/\n\t*_`~#=|<>\\&é\u00a0",
    *["a ", "A ", "1 ", "Aa ", "aa ", "A. ", "a. ", "a, ", "Aa, ", "1, ", "Aa and ", "A.", "a-"],
    *[
        "(1, ",
        "(a ",
        "(a) ",
        "[1] ",
        "[a",
        "“a ",
        "“a”, ",
        "‘a ",
        "a'a",
        "al-",
        "a;b ",
        "a: ",
        "-–",
    ],
    *[
        "1990 ",
        "1990, ",
        "1–1 ",
        "May ",
        "May 1, ",
        "3 May 1990 ",
        "p. 1, ",
        "vol. 1 ",
        "no. 1 (1)",
    ],
    *[
        "http://a",
        "www.a/",
        "a@b.",
        "<a ",
        "<a>",
        "&a;",
        "| a ",
        "> ",
        "- a\n",
        "a\n",
        "\n\n ",
        "# a\n",
    ],
    *["the ", "of the ", "in ", "Ibid., ", "see ", "A & A, ", "İ", "e\u0300", "I", "ii. ", "A–A "],
)
_WORD = re.compile(r"[A-Za-z]{3,}")
LENGTH = 2_000
SLOW = 0.001  # seconds for so many characters: hardly any pattern that is linear takes longer
STEEP = 9  # times as long for four times the text: linear is 4, quadratic 16


def patterns() -> dict[str, re.Pattern[Any]]:
    """Return the patterns that modules, classes and tables of reader/text hold, by a name each."""
    found: dict[re.Pattern[Any], str] = {}
    for module in pkgutil.walk_packages(reader.text.__path__, "reader.text."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for inner, pattern in _held(value):
                found.setdefault(
                    pattern, f"{module.name.removeprefix('reader.text.')}.{name}{inner}"
                )
    return {name: pattern for pattern, name in found.items()}


def _held(value: object) -> Iterator[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, re.Pattern):
        yield "", value
    elif isinstance(value, (tuple, list)):
        for number, one in enumerate(value):
            yield from ((f"[{number}]{inner}", pattern) for inner, pattern in _held(one))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from ((f"[{key!r}]{inner}", pattern) for inner, pattern in _held(one))
    elif isinstance(value, type) and value.__module__.startswith("reader.text"):
        for name, one in vars(value).items():
            if isinstance(one, re.Pattern):
                yield f".{name}", one


def texts(pattern: re.Pattern[Any], length: int, seed: int, count: int) -> Iterator[str]:
    """Yield texts of so many characters: of one piece, of a word of the pattern, and count mixed.

    The mixed ones are of a few of the pattern's own characters. A text of twice the length
    begins with the one of the length.
    """
    source = (
        pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    )
    for piece in (*PIECES, *dict.fromkeys(_WORD.findall(source)[:3])):
        yield (piece * length)[:length]
    own = sorted({*source, *" aA1"} - {*"\\?{}|^$"})
    for number in range(count):
        luck = random.Random(f"{source!r}{seed}{number}")
        yield "".join(luck.choices(luck.choices(own, k=luck.randint(2, 5)), k=length))


def steepest(
    pattern: re.Pattern[Any], *, whole: bool = True, count: int = 1, seed: int = 1
) -> tuple[float, str]:
    """Return how many times as long four times a text takes at worst, and how that text begins.

    With `whole` every place of the text is tried, else only its beginning. Only what takes long
    enough to be measured is; of that the two texts that take longest.
    """
    use = _throughout if whole else _from_start
    took: list[tuple[float, int, str]] = []
    for number, text in enumerate(texts(pattern, LENGTH, seed, count)):
        began = time.process_time()
        use(pattern, text)
        took.append((time.process_time() - began, number, text))
    worst = 0.0, ""
    for seconds, number, text in sorted(took, reverse=True)[:2]:
        if seconds > SLOW:
            longer = list(texts(pattern, 4 * LENGTH, seed, count))[number]
            steep = growth(partial(use, pattern), text, longer)
            worst = max(worst, (steep, text[:40]))
    return worst


def _throughout(pattern: re.Pattern[Any], text: str) -> None:
    text = text if isinstance(pattern.pattern, str) else text.encode("utf-8", "replace")
    pattern.fullmatch(text)
    for _ in pattern.finditer(text):
        pass


def _from_start(pattern: re.Pattern[Any], text: str) -> None:
    text = text if isinstance(pattern.pattern, str) else text.encode("utf-8", "replace")
    pattern.match(text)
    pattern.fullmatch(text)


@cache
def _sources() -> dict[str, str]:
    root = Path(reader.text.__file__).parent
    return {
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(
            ".__init__"
        ): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*.py"))
    }


def uses(name: str) -> set[str]:
    """Return the methods that are called on a pattern; "" among them where it is handed on."""
    module, _, last = name.partition("[")[0].rpartition(".")
    own = [module] if last.startswith("_") else _sources()
    code = "\n".join(_sources()[one] for one in own)
    code = re.sub(
        rf"^(?:{re.escape(last)} = .*|from .*|    {re.escape(last)},)$", "", code, flags=re.M
    )
    return set(re.findall(rf"\b{re.escape(last)}\b(?:\.(\w+)\()?", code))


def steep_ones(count: int, seed: int = 1) -> dict[str, tuple[float, str]]:
    """Return the patterns that take more than STEEP times as long for four times a text."""
    found = {}
    for name, pattern in patterns().items():
        whole = not uses(name) <= {"match", "fullmatch"}
        steep, text = steepest(pattern, whole=whole, count=count, seed=seed)
        if steep > STEEP:
            found[name] = steep, text
    return found
