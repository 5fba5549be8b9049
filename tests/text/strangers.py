"""Documents as strangers bring them, and what a careful reader finds in each.

A reading has one line for each part: `kind: text`, first the title, then the blocks, then
`note LABEL: text`. A marker stands in it as ⟦label⟧, ` ¶ ` parts the paragraphs of a note, `\\n`
and `\\t` are a line end and a tab, and ` … ` passes over text without markers.
"""

import re

from reader.text.manuscript import document_title, parse


def reading_of(manuscript):
    """Return a manuscript as the lines of a reading."""
    document = parse(manuscript)
    lines = [f"title: {document_title(document)}"]
    lines += (f"{block.kind}: {_marked(block)}" for block in document.blocks)
    for note in document.footnotes:
        lines.append(f"note {note.label}: {' ¶ '.join(map(_marked, note.blocks))}")
    return lines


def differences(found, wanted):
    """Return the lines that were not wanted, with "+", and those not found, with "-"."""
    found = list(found)
    missing = []
    for line in wanted:
        pattern = "[^⟦]+".join(map(re.escape, line.split(" … ")))
        match = next((other for other in found if re.fullmatch(pattern, other)), None)
        if match is None:
            missing.append(f"- {line}")
        else:
            found.remove(match)
    return [*missing, *(f"+ {line}" for line in found)]


def _marked(block):
    parts, at = [], 0
    for marker in block.markers:
        parts += [block.text[at : marker.offset], f"⟦{marker.label}⟧"]
        at = marker.offset
    return "".join([*parts, block.text[at:]]).replace("\n", "\\n").replace("\t", "\\t")
