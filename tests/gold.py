"""The gold reading of the first article, in the texts that the product has: without markers."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = ROOT / "fixtures" / "resistance-axis.txt"
MARKER = re.compile(r" ?\[\d+\]")
GOLD = json.loads((ROOT / "tests" / "cases" / "gold.json").read_text())


def without_markers(text):
    """Return text without its "[3]" and the blank before each, and the map of its offsets."""
    cut, offsets, last = [], [], 0
    for match in MARKER.finditer(text):
        cut.append(text[last : match.start()])
        last = match.end()
    cut.append(text[last:])
    gone = 0
    matches = [match.span() for match in MARKER.finditer(text)]
    for offset in range(len(text) + 1):
        gone = sum(min(offset, end) - start for start, end in matches if start < offset)
        offsets.append(offset - gone)
    return "".join(cut), offsets


BLOCKS = [without_markers(block["text"]) for block in GOLD["blocks"]]


def place(item):
    """Return where a gold item stands: ("b" or "f", index or number, start, end), markers gone."""
    if "footnote" in item:
        return ("f", item["footnote"], item["start"], item["end"])
    offsets = BLOCKS[item["block"]][1]
    return ("b", item["block"], offsets[item["start"]], offsets[item["end"]])


def found_place(item):
    """Return where an item of our own dump stands, in the same terms."""
    if "footnote" in item:
        return ("f", item["footnote"], item["start"], item["end"])
    return ("b", item["block"], item["start"], item["end"])


def overlap(one, other):
    return one[:2] == other[:2] and one[2] < other[3] and other[2] < one[3]
