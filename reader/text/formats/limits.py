"""The most that one file may hold, and that reading it may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one file may hold. Beyond, it is refused.

    Sizes are in bytes. `depth` is how deep elements of HTML and XML may be nested. Of a Word file,
    `unpacked`, `part` and `entries` bound the zip archive, `ratio` is how many times larger it may
    be unpacked, and `seconds` by the clock and `memory` are what the process that reads it may use.
    """

    bytes: int = 20 * 1024 * 1024
    paragraphs: int = 20_000
    paragraph_characters: int = 100_000
    footnotes: int = 10_000
    depth: int = 200
    unpacked: int = 200 * 1024 * 1024
    part: int = 20 * 1024 * 1024
    entries: int = 2000
    ratio: int = 100
    seconds: float = 60
    memory: int = 512 * 1024 * 1024


ORDINARY = Limits()
