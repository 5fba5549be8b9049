"""Captions and headings among gathered blocks that only their looks tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.text.formats.gathering import Gathered
from reader.text.formats.headings import HEADING_LEVEL, LONGEST_HEADING, is_title_cased
from reader.text.formats.masthead import is_caption, is_torn_caption, is_year
from reader.text.problems import Problem

SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’»)\]]{0,3}\Z")
# A question of an interview is part of what was said.
_SPOKEN = re.compile(r"(?:Q|Question|A|Answer|Interviewer)(?: ?\d{1,3})?[:.] ")
_WORD = re.compile(r"[^\W_][\w’'‘-]{0,80}")


def read_looks(body: Sequence[Gathered], problems: list[Problem]) -> None:
    """Find captions, and headings that are paragraphs in bold or in title case, in place."""
    has_headings = any(block.kind == "heading" for block in body)
    levels = [block.level for block in body if block.kind == "heading"]
    level = min(6, max(levels, default=HEADING_LEVEL - 1) + 1)
    for index, block in enumerate(body):
        if block.kind != "paragraph":
            continue
        if is_captioned(block):
            block.kind = "caption"
            if is_torn_caption(block.text):
                message = f"The credit of this caption is torn off: “{block.text[-60:]}”"
                problems.append(Problem(block.line, "torn-caption", message))
            continue
        after = body[index + 1] if index + 1 < len(body) else None
        if after is None or not _may_head(block, after):
            continue
        if block.is_wholly("strong"):
            block.kind, block.level = "heading", level
            block.marks = tuple(mark for mark in block.marks if mark.kind != "strong")
            message = f"This line in bold is taken for a heading: “{block.text}”"
            problems.append(Problem(block.line, "heading-by-look", message))
        elif not has_headings and _stands_out(body, index):
            block.kind, block.level = "heading", HEADING_LEVEL
        else:
            message = f"This line may be a heading: “{block.text}”"
            problems.append(Problem(block.line, "likely-heading", message))


def lower_headings(body: Sequence[Gathered]) -> None:
    """Leave the first level of headings to the title, in place."""
    headings = [block for block in body if block.kind == "heading"]
    if any(block.level <= 1 for block in headings):
        for block in headings:
            block.level = min(block.level + 1, 6)


def is_captioned(block: Gathered) -> bool:
    """Tell whether a block is a caption, by its kind or by what it says."""
    if block.kind != "paragraph" or len(block.text) > 300:
        return block.kind == "caption"
    return is_torn_caption(block.text) or is_caption(block.text)


def _stands_out(body: Sequence[Gathered], index: int) -> bool:
    """Tell whether a line in title case, or a short one between long paragraphs, is a heading."""
    text = body[index].text
    words = _WORD.findall(text)
    before = body[index - 1] if index else None
    is_between = len(body[index + 1].text) > 120 and (before is None or len(before.text) > 80)
    return is_title_cased(words) or (is_between and len(words) <= 9 and text[-1] != "?")


def _may_head(block: Gathered, after: Gathered) -> bool:
    """Tell whether a paragraph looks like a heading over the one after it."""
    text = block.text
    if block.is_term or block.markers or "\n" in text or not 2 < len(text) <= LONGEST_HEADING:
        return False
    if text[0] in "\"'“‘«([" or _SPOKEN.match(text):
        return False
    if text[0].islower() or (SENTENCE_END.search(text) and text[-1] != "?"):
        return False
    words = _WORD.findall(text)
    if not any(character.isalpha() for character in text) and not is_year(text):
        return False
    return 0 < len(words) <= 18 and after.kind in ("paragraph", "list_item", "quote") and (
        len(after.text) > len(text) and not after.is_wholly("strong")
    )  # fmt: skip
