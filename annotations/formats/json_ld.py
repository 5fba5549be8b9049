"""Annotations as they are served: W3C JSON-LD, with a few keys of our own. No Django here.

Ours are named by a small context of our own, beside the W3C one:

visibility  "private", "group" or "public"      group      the group's slug
kind        highlight, note, question, suggestion, page_note, reply
html        the words as safe HTML              segments   where a target stands now: [{"block",
placement   exact, shifted, moved, lost, manual            "start", "end", "exact"}], code points
            (on a target)                       edited     when its words were last changed
standing    "waiting", "hidden", "spam", "deleted"; absent while it is visible
reason      why, for its author and moderators  resolved   {"at", "by", "reason"}
reactions   {"agree": 2}                        can        what the asker may do with it
replacement a suggestion's words                decision   open, accepted or rejected
thread      the thread's first annotation       depth      how deep a reply stands
version     what If-Match names, without the quotes
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from annotations.formats.web_annotation import ANNO, CONTEXT_PATH, LDP

OURS = (
    "visibility group kind html segments block endBlock placement edited standing reason resolved "
    "reactions can replacement decision thread depth version BlockSelector"
).split()
AS_JSON = frozenset({"segments", "resolved", "reactions", "can"})
PAGE_SIZE = 200


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote: the page's path, the user name, and the name as it is shown."""

    path: str
    name: str
    shown: str


@dataclass(slots=True)
class Stand:
    """A target's words when it was chosen, and where it stands now."""

    exact: str
    prefix: str
    suffix: str
    status: str
    revision: str
    made_at: datetime
    pieces: list[tuple[str, int, int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Outgoing:
    """One annotation as one reader sees it; paths are without the site's address."""

    path: str
    kind: str
    motivation: str
    version: str
    created: datetime
    modified: datetime
    document: str
    visibility: str
    creator: Person | None = None
    parent: str = ""
    thread: str = ""
    depth: int = 0
    body: str = ""
    body_format: str = "text/markdown"
    html: str = ""
    language: str = ""
    tags: Sequence[str] = ()
    actors: Sequence[str] = ()
    replacement: str | None = None
    decision: str = ""
    stands: list[Stand] = field(default_factory=list)
    group: str = ""
    group_name: str = ""
    standing: str = ""
    reason: str = ""
    edited: datetime | None = None
    resolved: Mapping[str, Any] | None = None
    reactions: Mapping[str, int] = field(default_factory=dict)
    can: Sequence[str] = ()
    via: str = ""
    canonical: str = ""
    rights: str = ""


def write(shown: Outgoing, base: str, *, with_context: bool = True) -> dict[str, Any]:
    """Return an annotation as JSON-LD; in a page of many the page has the context."""
    made: dict[str, Any] = {"@context": contexts(base)} if with_context else {}
    made |= {
        "id": base + shown.path,
        "type": "Annotation",
        "motivation": shown.motivation,
        "created": time_of(shown.created),
        "modified": time_of(shown.modified),
    }
    if shown.creator is not None:
        made["creator"] = {
            "id": base + shown.creator.path,
            "type": "Person",
            "nickname": shown.creator.name,
            "name": shown.creator.shown,
        }
    if bodies := list(_bodies(shown, base)):
        made["body"] = bodies
    made["target"] = _target(shown, base)
    for name in ("via", "canonical", "rights"):
        if value := getattr(shown, name):
            made[name] = value
    _add_ours(made, shown, base)
    return made


def _add_ours(made: dict[str, Any], shown: Outgoing, base: str) -> None:
    made["visibility"], made["kind"] = shown.visibility, shown.kind
    made["version"] = shown.version
    for name in ("group", "html", "standing", "reason"):
        if value := getattr(shown, name):
            made[name] = value
    if shown.edited:
        made["edited"] = time_of(shown.edited)
    for name in ("resolved", "reactions", "can", "decision"):
        if value := getattr(shown, name):
            made[name] = value
    if shown.replacement is not None:
        made["replacement"] = shown.replacement
    if shown.parent:
        made["thread"], made["depth"] = base + shown.thread, shown.depth


def _bodies(shown: Outgoing, base: str) -> Iterable[dict[str, Any]]:
    if shown.body:
        body = {"type": "TextualBody", "value": shown.body, "format": shown.body_format}
        if shown.language:
            body["language"] = shown.language
        purpose = shown.motivation if shown.motivation in ("questioning", "replying") else ""
        yield body | {"purpose": purpose or "commenting"}
    if shown.replacement is not None:
        yield {
            "type": "TextualBody",
            "value": shown.replacement,
            "format": "text/plain",
            "purpose": "editing",
        }
    for tag in shown.tags:
        yield {"type": "TextualBody", "value": tag, "purpose": "tagging"}
    for actor in shown.actors:
        yield {"type": "SpecificResource", "source": base + actor, "purpose": "identifying"}


def _target(shown: Outgoing, base: str) -> Any:
    if shown.parent:
        return base + shown.parent
    if not shown.stands:
        return base + shown.document
    targets = [_passage(stand, base + shown.document, base) for stand in shown.stands]
    return targets if len(targets) > 1 else targets[0]


def _passage(stand: Stand, source: str, base: str) -> dict[str, Any]:
    quote = {"type": "TextQuoteSelector", "exact": stand.exact}
    quote |= {name: getattr(stand, name) for name in ("prefix", "suffix") if getattr(stand, name)}
    selectors: list[dict[str, Any]] = []
    if stand.pieces:
        first, last = stand.pieces[0], stand.pieces[-1]
        if first is last:
            selectors.append(_fragment(first[0], first[1], first[2]))
        else:
            selectors.append(
                {
                    "type": "RangeSelector",
                    "startSelector": _fragment(first[0], first[1], first[1]),
                    "endSelector": _fragment(last[0], last[2], last[2]),
                }
            )
    return {
        "type": "SpecificResource",
        "source": source,
        "state": {
            "type": "TimeState",
            "sourceDate": time_of(stand.made_at),
            "cached": base + stand.revision,
        },
        "selector": [*selectors, quote],
        "placement": stand.status,
        "segments": [
            {"block": key, "start": start, "end": end, "exact": exact}
            for key, start, end, exact in stand.pieces
        ],
    }


def _fragment(key: str, start: int, end: int) -> dict[str, Any]:
    return {
        "type": "FragmentSelector",
        "conformsTo": "http://tools.ietf.org/rfc/rfc3236",
        "value": f"b-{key}",
        "refinedBy": {"type": "TextPositionSelector", "start": start, "end": end},
    }


def write_container(
    path: str,
    base: str,
    *,
    label: str,
    total: int,
    first: dict[str, Any] | None,
) -> dict[str, Any]:
    """Return a container with its first page in it."""
    made: dict[str, Any] = {
        "@context": [*contexts(base), LDP],
        "id": base + path,
        "type": ["BasicContainer", "AnnotationCollection"],
        "label": label,
        "total": total,
    }
    if first is not None:
        made["first"] = first
    return made


def write_page(
    path: str,
    base: str,
    items: Iterable[Outgoing],
    *,
    after: str,
    following: str,
    total: int,
    with_context: bool = True,
) -> dict[str, Any]:
    """Return one page of a container; `following` is the cursor of the next one, if any."""
    made: dict[str, Any] = {"@context": contexts(base)} if with_context else {}
    made |= {
        "id": f"{base}{path}?after={after}",
        "type": "AnnotationPage",
        "partOf": {"id": base + path, "total": total},
        "items": [write(item, base, with_context=False) for item in items],
    }
    if following:
        made["next"] = f"{base}{path}?after={following}"
    return made


def contexts(base: str) -> list[str]:
    return [ANNO, base + CONTEXT_PATH]


def own_context(base: str) -> dict[str, Any]:
    """Return our small context: what our keys are called everywhere."""
    ours = f"{base}{CONTEXT_PATH}#"
    terms: dict[str, Any] = {name: ours + name for name in OURS}
    terms |= {name: {"@id": ours + name, "@type": "@json"} for name in AS_JSON}
    return {"@context": {"@version": 1.1, **terms}}


def time_of(at: datetime) -> str:
    """Return a time as the Web Annotation model has it.

    >>> time_of(datetime(2026, 1, 31, 12, 3, 45, 99, tzinfo=UTC))
    '2026-01-31T12:03:45Z'
    """
    return f"{at.astimezone(UTC).isoformat()[:19]}Z"
