"""The opening of gathered blocks: the title, and the lines around it, where the file names none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from reader.text.formats.gathered_looks import SENTENCE_END, is_captioned
from reader.text.formats.gathering import Gathered
from reader.text.formats.headings import LONGEST_TITLE
from reader.text.formats.masthead import read_labelled, split_names
from reader.text.formats.opening import (
    facts_over,
    is_over_text,
    lines_over_text,
    names_people,
    stands_before_title,
)
from reader.text.problems import Problem

_ALONE = frozenset(("author", "authors", "written by", "published", "date"))  # labels
_ABOVE = 12  # blocks in which the title and the lines around it are looked for


@dataclass(slots=True)
class GatheredOpening:
    """The blocks of a text and what its file says of itself, before and after `read`.

    `small` are the words that the whole text, notes and all, has in lower case.
    """

    body: list[Gathered]
    meta: dict[str, object]
    problems: list[Problem]
    small: frozenset[str]

    def read(self) -> None:
        """Find the title and the lines over the text; the title is no block of its own."""
        self.drop_shown_title()
        over = 0
        if "title" in self.meta:
            over = lines_over_text(self.texts_from(0), self.small)
        for index, block in enumerate(self.body[:_ABOVE]):
            labelled = self.labelled(block) or self.labelled_below(index)
            if labelled:
                block.kind, block.level = "kicker", 0
                self.give(labelled)
            elif self.is_over(index, over):
                block.kind, block.level = "kicker", 0
                self.give(facts_over(block.text, self.small))
            elif block.kind == "kicker":
                self.give(facts_over(block.text, self.small))
            elif "title" not in self.meta and self.is_title(index):
                over = index + 1 + lines_over_text(self.texts_from(index + 1), self.small)
                self.take_title(index)
            elif block.kind == "paragraph" and not is_captioned(block):
                break
        self.body = [block for block in self.body if block.text or block.markers]
        if "title" not in self.meta:
            self.problems.append(Problem(0, "title-absent", "The file has no line like a title."))

    def give(self, facts: Mapping[str, object]) -> None:
        """Put into the front matter what it does not say yet."""
        for key, value in facts.items():
            self.meta.setdefault(key, value)

    def labelled(self, block: Gathered) -> dict[str, object]:
        """Return what a short line says by its labels, or as a byline; nothing for any other."""
        is_line = block.is_byline or block.kind in ("paragraph", "kicker", "quote")
        is_line = is_line and len(block.text) <= 300
        found = read_labelled(block.text) if is_line else {}
        if not found and is_line and block.is_byline and names_people(block.text, self.small):
            return {"authors": split_names(block.text)}
        return found

    def labelled_below(self, index: int) -> dict[str, object]:
        """Return what the block below a label that stands alone says: "Author", "Ada Marsh"."""
        label = self.body[index].text.strip(" :")
        below = self.body[index + 1].text if index + 1 < len(self.body) else ""
        is_label = label.lower() in _ALONE and 0 < len(below) <= 100
        return read_labelled(f"{label}: {below}") if is_label else {}

    def is_over(self, index: int, over: int) -> bool:
        """Tell whether a block stands over the text; up to `over` all but pictures do."""
        if index < over and self.body[index].kind in ("paragraph", "heading", "quote"):
            return True
        return "title" not in self.meta and self.is_before_title(index)

    def texts_from(self, index: int) -> list[str]:
        """Return the texts of the blocks from one on, up to one that a note hangs on.

        A byline may have a note on the author; any other such block is of the text.
        """
        texts: list[str] = []
        for block in self.body[index:]:
            if block.markers and not is_over_text(block.text, self.small):
                return [*texts, "."]  # the lines over the text do not end with the file
            texts.append(block.text)
        return texts

    def take_title(self, index: int) -> None:
        block = self.body[index]
        self.meta = {"title": " ".join(block.text.split()), **self.meta}
        self.body[index] = replace(block, text="", marks=())
        if block.markers:
            message = "The title points to a note; it cannot here."
            self.problems.append(Problem(block.line, "marker-in-title", message))
            self.body[index].markers = ()

    def drop_shown_title(self) -> None:
        """Cut the lines of the first block apart, and leave out one that says the title again."""
        first = self.body[0] if self.body else None
        if first is not None and first.kind in ("paragraph", "kicker") and len(first.text) < 300:
            ends = [match.start() for match in re.finditer("\n", first.text)]
            lines = [first.cut(a, b) for a, b in zip([0, *ends], [*ends, None], strict=True)]
            told = any(is_over_text(ln.text, self.small) for ln in lines)
            if told and len(lines) <= 6 and not any(SENTENCE_END.search(ln.text) for ln in lines):
                self.body[:1] = [line for line in lines if line.text or line.markers]
        title = "".join(str(self.meta.get("title", "")).split()).casefold()
        for index, block in enumerate(self.body[:5]):
            if title and "".join(block.text.split()).casefold() == title and not block.markers:
                del self.body[index]
                return

    def is_before_title(self, index: int) -> bool:
        block = self.body[index]
        if index + 2 >= len(self.body) or block.kind not in ("paragraph", "kicker"):
            return False
        after = self.body[index + 1]
        return stands_before_title(block.text, after.text, self.small) and self.is_title(index + 1)

    def is_title(self, index: int) -> bool:
        block = self.body[index]
        if block.kind == "heading":
            return True
        if block.kind != "paragraph" or len(block.text) > LONGEST_TITLE or block.markers:
            return False
        after = self.body[index + 1] if index + 1 < len(self.body) else None
        ends = SENTENCE_END.search(block.text) and block.text[-1] != "?"
        if after is None or ends or is_captioned(block):
            return False
        longer = any(len(b.text) > len(block.text) for b in self.body[index + 1 : index + 4])
        return block.is_wholly("strong") or longer or (
            after.kind != "paragraph" or bool(read_labelled(after.text[:300]))
        )  # fmt: skip
