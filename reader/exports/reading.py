"""A plan as JSON, in the shape of the gold readings: what `--dry-run --json` prints."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from reader.actions.plans import Plan
from reader.actions.sources import guess_kind
from reader.text.collector import collector_at_rest
from reader.text.dates import PartialDate
from reader.text.manuscript import document_title
from reader.text.reading import FoundSource, ReadBlock, ReadCitation, ReadFootnote
from reader.text.spans import Span

BETWEEN_BLOCKS = "\n\n"
# Which block or footnote something stands in, as the dump says it.
Place = dict[str, int | str]
Places = list[dict[str, Any]]


@collector_at_rest()
def plan_as_json(plan: Plan) -> dict[str, Any]:
    """Return everything a plan read, with offsets in code points of the dumped texts.

    Dumped texts are without markers; a note's text is its blocks, parted by a blank line.
    """
    reading = plan.reading
    numbers = {source.cited_as: f"S{at:02}" for at, source in enumerate(reading.sources, start=1)}
    dump: dict[str, Any] = {
        "title": document_title(reading.document),
        "meta": _meta(plan),
        "blocks": [{"kind": read.block.kind, "text": read.block.text} for read in reading.blocks],
        "citations": [],
        "footnote_refs": [],
        "footnotes": [_footnote(note) for note in reading.footnotes],
        "sources": [_source(source, numbers, plan) for source in reading.sources],
        "abbreviations": [],
    }
    mentions: defaultdict[tuple[Hashable, str], Places] = defaultdict(list)
    for place, shift, read in _placed_blocks(plan):
        dump["citations"] += [_citation(c, place, shift, read, numbers) for c in read.citations]
        dump["abbreviations"] += [
            {"short": found.short, "long": found.long, **place, **_span(found.span, shift)}
            for found in read.abbreviations
            if not found.is_name
        ]
        dump["footnote_refs"] += [
            {**place, "number": as_number(marker.label), "offset": marker.offset + shift}
            for marker in read.block.markers
        ]
        for found in read.mentions:
            for actor in found.candidates:
                mentions[actor, found.state].append(
                    {**place, **_span(found.span, shift), "text": found.span.of(read.block.text)}
                )
    dump["actors"] = _actors(plan, mentions)
    dump["events"] = _events(plan)
    dump["problems"] = [
        {"line": problem.line, "code": problem.code, "message": problem.message}
        for problem in plan.problems
    ]
    if plan.document is not None:
        dump["plan"] = {"counts": plan.counts, "spans": _planned_spans(plan)}
    return dump


def write_dump(dump: Mapping[str, Any]) -> Iterator[str]:
    """Yield what plan_as_json returned as JSON text in parts, each row on a line of its own."""
    sign = "{"
    for key, value in dump.items():
        yield f"{sign}\n{_ENCODE(key)}: "
        if isinstance(value, list):
            yield "[\n"
            yield ",\n".join(map(_ENCODE, value[:1_000]))
            for at in range(1_000, len(value), 1_000):
                yield ",\n"
                yield ",\n".join(map(_ENCODE, value[at : at + 1_000]))
            yield "\n]"
        else:
            yield _ENCODE(value)
        sign = ","
    yield "\n}\n"


# Without an indent Python's encoder is written in C.
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


# So many events of one sentence repeat its text; where it holds a hundred, that would be the
# square of its length.
MOST_REPEATED = 8


def _events(plan: Plan) -> list[dict[str, Any]]:
    """Return each date expression with its sentence; a year that a rule supplied says so.

    From the ninth of one sentence on "text" is "": what it is the others say.
    """
    placed = list(_placed_blocks(plan))
    dump = []
    sentence: tuple[int, Span] | None = None
    times = 0
    for event in plan.reading.events:
        place, shift, read = placed[event.block]
        times = times + 1 if sentence == (event.block, event.sentence) else 1
        sentence = event.block, event.sentence
        dump.append(
            {
                **place,
                **_span(event.sentence, shift),
                "text": event.sentence.of(read.block.text) if times <= MOST_REPEATED else "",
                "expr": event.found.expression,
                "expr_start": event.span.start + shift,
                "expr_end": event.span.end + shift,
                "date": event.date,
                "year_inferred": event.is_year_inferred,
                "reason": event.reason,
                "state": event.state,
            }
        )
    return dump


def as_number(label: str) -> int | str:
    """Return a label as the number it is, or as it stands."""
    return int(label) if label.isascii() and label.isdigit() and len(label) < 9 else label


def _placed_blocks(plan: Plan) -> Iterator[tuple[Place, int, ReadBlock]]:
    """Yield ({block or footnote: which}, offset of its text in the dumped text, block)."""
    for index, read in enumerate(plan.reading.blocks):
        yield {"block": index}, 0, read
    for note in plan.reading.footnotes:
        shift = 0
        for read in note.blocks:
            yield {"footnote": as_number(note.label)}, shift, read
            shift += len(read.block.text) + len(BETWEEN_BLOCKS)


def _span(span: Span, shift: int) -> dict[str, int]:
    return {"start": span.start + shift, "end": span.end + shift}


def _meta(plan: Plan) -> dict[str, Any]:
    meta = dict(plan.reading.document.meta)
    meta.pop("title", None)
    authors = meta.pop("authors", None) or meta.pop("author", None)
    shown = {
        name: meta.pop(name, None) for name in ("publication", "volume", "issue", "date", "url")
    }
    for name in ("volume", "issue"):
        if isinstance(label := shown[name], str):
            shown[name] = as_number(label)
    return {**shown, "author": authors, **meta}


def _footnote(note: ReadFootnote) -> dict[str, Any]:
    return {
        "number": as_number(note.label),
        "text": BETWEEN_BLOCKS.join(read.block.text for read in note.blocks),
        "resolves_to": as_number(note.resolves_to) if note.resolves_to else None,
    }


def _date(date: PartialDate) -> dict[str, int | None]:
    return {"year": date.year, "month": date.month, "day": date.day}


def _citation(
    citation: ReadCitation, place: Place, shift: int, read: ReadBlock, numbers: dict[str, str]
) -> dict[str, Any]:
    found, source = citation.found, citation.source
    described = source if source is not None else found
    # Of several in one parenthesis each is dumped with the whole of it, as the gold readings are.
    span = found.within or found.span
    # In the text a citation is known by whom it names: "(Marsh 2019)" by its author; "(interview,
    # May 2019)" by what it is.
    named = found.publisher or found.author or found.title if found.form == "inline" else ""
    return {
        **place,
        **_span(span, shift),
        "text": span.of(read.block.text),
        "form": found.form,
        "publisher": named or described.publisher,
        "author": described.author,
        "title": described.title,
        "date": _date(found.date.stated if found.date else described.date.stated),
        "locator": found.locator,
        "source": numbers[source.cited_as] if source is not None else None,
        "candidates": [numbers[c.cited_as] for c in citation.candidates],
    }


def _source(source: FoundSource, numbers: dict[str, str], plan: Plan) -> dict[str, Any]:
    inferred = source.date.year if "year" in source.date.inferred else None
    return {
        "id": numbers[source.cited_as],
        "kind": str(guess_kind(source, plan.registry)),
        "publisher": source.publisher,
        "author": source.author,
        "title": source.title,
        "date": _date(source.date.stated),
        "inferred_year": inferred,
        "inferred_reason": source.date.reason if inferred else "",
    }


def _actors(plan: Plan, mentions: Mapping[tuple[Hashable, str], Places]) -> list[dict[str, Any]]:
    """Return the actors that the text names or cites, each with its mentions by state."""
    cited = [
        actor.key
        for source in plan.reading.sources
        for name in (source.publisher, source.author)
        if name and (actor := plan.registry.called(name))
    ]
    dump = []
    for (key, state), places in mentions.items():
        dump.append(_actor(plan, key, state, places))
    seen = {key for key, _ in mentions}
    dump += [_actor(plan, key, "accepted", []) for key in dict.fromkeys(cited) if key not in seen]
    # A publisher or author whom only the notes name has no mention of its own.
    dump += [
        _actor(plan, key, "proposed", [])
        for key, _ in plan.proposals or ()
        if key not in seen and key not in cited
    ]
    return dump


def _actor(plan: Plan, key: Hashable, state: str, places: Places) -> dict[str, Any]:
    actor = plan.registry.actors[key]
    return {
        "name": actor.name,
        "kind": actor.kind,
        "aliases": list(actor.aliases),
        "state": state,
        "mentions": places,
    }


def _planned_spans(plan: Plan) -> list[dict[str, Any]]:
    """Return where everything that stands on words goes: kept, shifted, moved or lost.

    `exact` are the words it had; the place is in the dumped texts, as that of all else is.
    """
    placed = zip(plan.blocks, _placed_blocks(plan), strict=True)
    places = {id(planned): (place, shift) for planned, (place, shift, _) in placed}
    spans = []
    for forecast in plan.forecasts():
        if forecast.kind not in SHOWN:
            continue
        row: dict[str, Any] = {
            "kind": forecast.kind,
            "id": forecast.id,
            "exact": forecast.exact,
            "state": forecast.state,
        }
        if forecast.block is None or forecast.start is None or forecast.end is None:
            row |= {"block": None, "start": None, "end": None}
        else:
            place, shift = places[id(forecast.block)]
            row |= {**place, "start": forecast.start + shift, "end": forecast.end + shift}
        spans.append(row)
    return spans


# Abbreviations are what the text says of itself, evidence is the relations'.
SHOWN = frozenset({"citation", "mention", "event", "annotation"})
