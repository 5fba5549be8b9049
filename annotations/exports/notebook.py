"""A notebook as a file: Markdown for people, CSV for tables, JSON-LD for programs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator

from annotations.formats.json_ld import Outgoing, write_page
from annotations.models import Annotation

# What begins so is a formula to the program that opens the table.
FORMULA = re.compile(r"[=+\-@\t\r]")
COLUMNS = "created document kind visibility group state quotes body tags address".split()


def as_markdown(rows: Iterable[Annotation], base: str) -> Iterator[str]:
    """Yield a Markdown file of rows that `notebook.full` made: a heading for each document."""
    document = None
    for row in rows:
        if row.document_id != document:
            document = row.document_id
            yield f"# {_plain(row.document.title)}\n\n"
        for target in row.passages:
            yield "".join(f"> {_plain(line)}\n" for line in target.exact.splitlines()) + "\n"
        if row.body:
            yield f"{row.body.strip()}\n\n"
        facts = [f"{row.created_at:%Y-%m-%d}", row.get_kind_display(), _read_by(row)]
        facts += [f"#{_plain(name)}" for name in _tags_of(row)]
        yield f"{' · '.join(facts)} · <{base}{row.get_absolute_url()}>\n\n"


def as_csv(rows: Iterable[Annotation], base: str) -> Iterator[str]:
    """Yield a CSV file of rows that `notebook.full` made; no cell of it is a formula."""
    yield _line(COLUMNS)
    for row in rows:
        yield _line(
            (
                row.created_at.isoformat(),
                row.document.title,
                row.kind,
                row.visibility,
                row.group.slug if row.group else "",
                "resolved" if row.is_resolved else row.state,
                "\n".join(target.exact for target in row.passages),
                row.body,
                ", ".join(_tags_of(row)),
                base + row.get_absolute_url(),
            )
        )


def _tags_of(row: Annotation) -> list[str]:
    return sorted(tag.name for tag in row.tags.all())


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([f"'{cell}" if FORMULA.match(cell) else cell for cell in cells])
    return line.getvalue()


def _read_by(row: Annotation) -> str:
    return f"in {_plain(row.group.name)}" if row.group else row.visibility


def _plain(text: str) -> str:
    """Return text that says the same in Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", " ".join(text.split()))


def as_json_ld(items: Iterable[Outgoing], base: str, path: str, total: int) -> str:
    """Return all items as one W3C AnnotationPage, which says what the door says of each."""
    made = write_page(path, base, items, after="0", following="", total=total)
    return json.dumps(json.loads(made), ensure_ascii=False, indent=1)
