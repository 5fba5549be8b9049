"""What a check finds, and the document as the checks see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reader.text.events import FoundEvent
from reader.text.reading import ReadBlock, Reading
from reader.text.spans import Span


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing for an editor to look at.

    `code` is a stable word in kebab case, `message` one sentence with the words concerned.
    `block` counts the blocks as `Reading.all_blocks` yields them, body first, and is None for the
    document as a whole; `note` is the label of the note the block is in, else "". `line` is that
    of the manuscript; of what a format reported, the line of the file that came in.
    """

    code: str
    message: str
    block: int | None = None
    note: str = ""
    span: Span | None = None
    line: int = 0


class Checked:
    """A reading under check: its blocks counted, their notes and events at hand.

    `events` are those of all blocks, as `find_events` counts them.
    """

    def __init__(self, reading: Reading, events: Iterable[FoundEvent]) -> None:
        self.reading = reading
        self.blocks: list[ReadBlock] = []
        self.notes: list[str] = []
        for note, block in reading.all_blocks():
            self.blocks.append(block)
            self.notes.append(note or "")
        self._events: dict[int, list[FoundEvent]] = {}
        for event in events:
            self._events.setdefault(event.block, []).append(event)
        self.labels = frozenset(note.label for note in reading.footnotes)

    def events(self, index: int) -> Sequence[FoundEvent]:
        """Return the events of the block with this number, in reading order."""
        return self._events.get(index, ())

    def finding(self, code: str, message: str, index: int, span: Span | None = None) -> Finding:
        """Return a finding in one block."""
        line = self.blocks[index].block.line
        return Finding(code, message, index, self.notes[index], span, line)


def times(count: int) -> str:
    """Return how often in words.

    >>> times(1), times(3)
    ('once', '3 times')
    """
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def shortened(words: str, longest: int = 60) -> str:
    """Return words on one line, cut at a blank where they are longer than longest."""
    line = " ".join(words[: longest * 2].split())
    if len(line) <= longest and len(words) <= longest * 2:
        return line
    cut = line.rfind(" ", 0, longest)
    return line[: cut if cut > 0 else longest].rstrip(" ,;:") + " …"
