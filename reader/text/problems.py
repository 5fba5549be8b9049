"""What an importer is not sure of, said with its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing in a file that an editor should look at; nothing was dropped for it.

    `line` counts from 1 in the file that came in, 0 means the file as a whole;
    `code` is a stable word in kebab case; `message` is one sentence for people.
    """

    line: int
    code: str
    message: str

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.message} [{self.code}]"


class Unreadable(Exception):
    """A file that cannot become a manuscript. Its text is the one line to show."""
