"""The events of a reading, as the importer asks for them."""

from reader.text.dates import PartialDate, read_date
from reader.text.events import find_events


def events_of(reading):
    """Return the events of all blocks of a reading, headings and kickers left out."""
    blocks = [read for _, read in reading.all_blocks()]
    return find_events(
        [(read.block.text, [c.found.within or c.found.span for c in read.citations])
         for read in blocks],
        document_date=read_date(str(reading.document.meta.get("date", ""))) or PartialDate(),
        headings={
            index for index, read in enumerate(blocks) if read.block.kind in ("heading", "kicker")
        },
    )  # fmt: skip
