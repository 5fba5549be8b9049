"""Files that people bring, read within this site's limits."""

from __future__ import annotations

from django.conf import settings
from django.utils.text import slugify

from reader.text.formats import Formatted, Limits, read_file
from reader.text.problems import Unreadable

LONGEST_SLUG = 200


def read_within_limits(
    data: bytes, *, name: str = "", format: str = "", encoding: str = ""
) -> Formatted:
    """Return a file as a manuscript. Raises Unreadable in one line for what cannot become one."""
    return read_file(
        data,
        name=name,
        format=format,
        encoding=encoding,
        limits=Limits(
            bytes=settings.LIMIT_FILE_BYTES,
            paragraphs=settings.LIMIT_PARAGRAPHS,
            paragraph_characters=settings.LIMIT_PARAGRAPH_CHARACTERS,
            footnotes=settings.LIMIT_FOOTNOTES,
            depth=settings.LIMIT_DEPTH,
            unpacked=settings.LIMIT_UNPACKED_BYTES,
            part=settings.LIMIT_PART_BYTES,
            entries=settings.LIMIT_PARTS,
            ratio=settings.LIMIT_UNPACKED_RATIO,
            seconds=settings.LIMIT_IMPORT_SECONDS,
            memory=settings.LIMIT_IMPORT_BYTES,
        ),
    )


def slug_of(words: str) -> str:
    """Return the address that words give a document. Raises Unreadable for words that give none."""
    slug = slugify(words)[:LONGEST_SLUG].strip("-")
    if not slug:
        raise Unreadable("These words give no address: use a–z, 0–9 and hyphens.")
    return slug
