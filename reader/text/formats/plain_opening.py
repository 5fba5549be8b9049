"""The opening of a plain text: the title, and the lines around it."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from reader.text.formats.headings import LONGEST_TITLE, SENTENCE_END, UNFINISHED
from reader.text.formats.layout import BULLET, Unit, is_dividing
from reader.text.formats.masthead import (
    is_caption,
    is_torn_caption,
    is_year,
    read_labelled,
    read_mail,
)
from reader.text.formats.opening import (
    facts_over,
    is_over_text,
    lines_over_text,
    names_people,
    stands_before_title,
)
from reader.text.problems import Problem

# "[Speech to the Harbour Board, 4 May 1931.]": what was spoken has no other title.
_OCCASION = re.compile(
    r"\[(?:Speech|Address|Lecture|Talk|Remarks|Sermon|Statement|Testimony|Interview)\b[^\[\]]*\]"
)


@dataclass(slots=True)
class PlainOpening:
    """The units of a text, and what stands over it after `read`.

    `small` are the words that the text has in lower case, `numbered` the lines, from 1, that are
    headings by their numbers. `meta` is filled; `lines` are kickers and captions with their kind.
    """

    units: Sequence[Unit]
    small: frozenset[str]
    numbered: Set[int]
    problems: list[Problem]
    meta: dict[str, object] = field(default_factory=dict)
    lines: list[tuple[str, Unit]] = field(default_factory=list)

    def report(self, unit: Unit, code: str, message: str) -> None:
        self.problems.append(Problem(unit.line, code, message))

    def read(self, body: list[int]) -> list[int]:
        """Take the title and the lines before the first paragraph; return what is left.

        `body` are the indexes of the units of the text, without its notes.
        """
        body = self.read_mail_head(body)
        over = 0  # places up to here are over the text
        for place, index in enumerate(body[:12]):
            unit = self.units[index]
            if unit.quotes or unit.cells:
                break
            labelled = read_labelled(unit.text) if len(unit.text) <= 300 else {}
            is_titled = "title" in self.meta
            if labelled:
                self.add_labelled(unit, labelled)
            elif not is_titled and self.is_before_title(body, place):
                self.lines.append(("kicker", unit))
            elif not is_titled and self.is_title(index, body):
                self.meta["title"] = unit.text
                after = [self.units[other].text for other in body[place + 1 :]]
                over = place + 1 + lines_over_text(after, self.small)
            elif is_torn_caption(unit.text) or (is_caption(unit.text) and place < len(body) - 1):
                self.lines.append(("caption", unit))
            elif is_titled and (place < over or self.is_byline(body, place)):
                self.add_over(unit)
            else:
                break
        else:
            place = min(12, len(body))
        if "title" not in self.meta:
            self.problems.append(Problem(0, "title-absent", "The file has no line like a title."))
        else:  # the title is what a reader sees first, and stands first in the manuscript
            self.meta = {"title": self.meta.pop("title"), **self.meta}
        return body[place:]

    def read_mail_head(self, body: list[int]) -> list[int]:
        """Take the head of a letter or mail; its subject is the title."""
        fields = read_mail([self.units[index].text for index in body[:12]])
        for (name, value), index in zip(fields, body, strict=False):
            if name == "subject":
                self.meta["title"] = value
                self.report(
                    self.units[index], "mail-subject", f"The title: {self.units[index].text}"
                )
            else:
                self.lines.append(("kicker", self.units[index]))
            if name in ("date", "sent"):
                self.meta.setdefault("date", value)
        return body[len(fields) :]

    def is_before_title(self, body: Sequence[int], place: int) -> bool:
        if place + 2 >= len(body):
            return False
        unit, after = self.units[body[place]], self.units[body[place + 1]]
        return stands_before_title(unit.text, after.text, self.small) and self.is_title(
            body[place + 1], body
        )

    def add_over(self, unit: Unit) -> None:
        self.lines.append(("kicker", unit))
        for key, value in facts_over(unit.text, self.small).items():
            self.meta.setdefault(key, value)
        is_told = is_over_text(unit.text) or is_year(unit.text)
        if not is_told or names_people(unit.text, self.small):
            message = f"This line may name the author: “{unit.text}”"
            self.report(unit, "likely-byline", message)

    def add_labelled(self, unit: Unit, labelled: dict[str, object]) -> None:
        for key, value in labelled.items():
            self.meta.setdefault(key, value)
        self.lines.append(("kicker", unit))

    def is_byline(self, body: Sequence[int], place: int) -> bool:
        """Tell whether a short line stands between the title and a line of date or the like."""
        unit = self.units[body[place]]
        if place + 1 == len(body) or len(unit.text) > 100 or SENTENCE_END.search(unit.text):
            return False
        return bool(read_labelled(self.units[body[place + 1]].text[:300]))

    def is_title(self, index: int, body: Sequence[int]) -> bool:
        unit = self.units[index]
        later = [self.units[other] for other in body if other > index]
        if not later or len(unit.text) > LONGEST_TITLE or unit.quotes or BULLET.match(unit.text):
            return False
        if unit.text.endswith(UNFINISHED) or is_dividing(unit):
            return False
        is_sentence = SENTENCE_END.search(unit.text) and unit.text[-1] != "?"
        if is_sentence and len(unit.text) > 60 and not _OCCASION.fullmatch(unit.text):
            return False
        after = later[0]
        longer = len(after.text) > 2 * len(unit.text)
        if not after.gap and names_people(after.text.rstrip("*∗†"), self.small):  # a byline
            below = later[1] if len(later) > 1 else after
            longer = len(below.text) > 2 * len(unit.text) or below.line in self.numbered
        return after.gap > 0 or longer or any(read_labelled(u.text[:300]) for u in later[:3])
