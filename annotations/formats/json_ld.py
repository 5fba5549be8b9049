"""Annotations as they are served: W3C JSON-LD, with a few keys of our own. No Django here.

Ours are named by a small context of our own, beside the W3C one:

visibility  "private", "group" or "public"      group      the group's slug
kind        highlight, note, question, suggestion, page_note, reply
html        the words as safe HTML              segments   where a target stands now: [{"block",
placement   exact, shifted, moved, lost, manual            "start", "end", "exact"}], code points
            (on a target)                       edited     when its words were last changed
beside      of a lost target, the block that its words stood in, else the last one before its gap
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
from functools import lru_cache
from json import JSONEncoder
from json.encoder import encode_basestring as _text
from typing import Any
from urllib.parse import quote

from annotations.formats.web_annotation import ANNO, CONTEXT_PATH, LDP

OURS = (
    "visibility group kind html segments block endBlock placement beside edited standing reason "
    "resolved reactions can replacement decision thread depth version BlockSelector"
).split()
AS_JSON = frozenset({"segments", "resolved", "reactions", "can"})
FRAGMENT = "http://tools.ietf.org/rfc/rfc3236"
PAGE_SIZE = 200
# JSON in as few bytes as it takes.
to_json = JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


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
    made_at: str
    beside: str = ""
    pieces: list[tuple[str, int, int, str]] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """The path of the revision that has the words, at the words.

        A browser finds them by a text fragment (WICG, URL Fragment Text Directives); one that
        does not know these opens the revision at its top.
        """
        lines = self.exact.split("\n")
        said = [
            quote(line, safe="").replace("-", "%2D")
            for line in dict.fromkeys(lines[:1] + lines[-1:])
        ]
        return f"{self.revision}#:~:text={','.join(said)}"


@dataclass(slots=True)
class Outgoing:
    """One annotation as one reader sees it; paths are without the site's address.

    Times are the database's own text, which `time_of` and `moment_of` read.
    """

    path: str
    kind: str
    motivation: str
    version: str
    created: str
    modified: str
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
    stands: Sequence[Stand] = ()
    group: str = ""
    group_name: str = ""
    standing: str = ""
    reason: str = ""
    edited: str | None = None
    resolved: Mapping[str, Any] | None = None
    reactions: Mapping[str, int] | None = None
    can: tuple[str, ...] = ()
    via: str = ""
    canonical: str = ""
    rights: str = ""


def write(shown: Outgoing, base: str, *, with_context: bool = True) -> str:
    """Return an annotation as JSON-LD; in a page of many the page has the context.

    The text is written as it stands, without objects between: a page has a thousand of these.
    """
    made = (
        f'"id":{_text(base + shown.path)},"type":"Annotation"'
        f',"motivation":{_text(shown.motivation)}'
        f',"created":"{time_of(shown.created)}","modified":"{time_of(shown.modified)}"'
    )
    if with_context:
        made = f'"@context":{to_json(contexts(base))},{made}'
    if shown.creator is not None:
        made += f',"creator":{_person(shown.creator, base)}'
    if bodies := _bodies(shown, base):
        made += f',"body":[{bodies}]'
    made += f',"target":{_target(shown, base)}'
    if shown.via:
        made += f',"via":{_text(shown.via)}'
    if shown.canonical:
        made += f',"canonical":{_text(shown.canonical)}'
    if shown.rights:
        made += f',"rights":{_text(shown.rights)}'
    return f"{{{made}{_ours(shown, base)}}}"


@lru_cache(maxsize=256)
def _person(person: Person, base: str) -> str:
    return to_json(
        {
            "id": base + person.path,
            "type": "Person",
            "nickname": person.name,
            "name": person.shown,
        }
    )


def _ours(shown: Outgoing, base: str) -> str:
    made = f',"visibility":"{shown.visibility}","kind":"{shown.kind}","version":"{shown.version}"'
    if shown.group:
        made += f',"group":{_text(shown.group)}'
    if shown.html:
        made += f',"html":{_text(shown.html)}'
    if shown.standing:
        made += f',"standing":"{shown.standing}"'
    if shown.reason:
        made += f',"reason":{_text(shown.reason)}'
    if shown.edited:
        made += f',"edited":"{time_of(shown.edited)}"'
    if shown.resolved:
        made += f',"resolved":{to_json(shown.resolved)}'
    if shown.reactions:
        made += f',"reactions":{to_json(shown.reactions)}'
    if shown.can:
        made += f',"can":{_listed(shown.can)}'
    if shown.decision:
        made += f',"decision":"{shown.decision}"'
    if shown.replacement is not None:
        made += f',"replacement":{_text(shown.replacement)}'
    if shown.parent:
        made += f',"thread":{_text(base + shown.thread)},"depth":{shown.depth}'
    return made


@lru_cache(maxsize=256)
def _listed(acts: tuple[str, ...]) -> str:
    return to_json(acts)


def _bodies(shown: Outgoing, base: str) -> str:
    """Return the bodies, parted by commas."""
    made = []
    if shown.body:
        language = f',"language":{_text(shown.language)}' if shown.language else ""
        is_said = shown.motivation in ("questioning", "replying")
        purpose = shown.motivation if is_said else "commenting"
        made.append(
            f'{{"type":"TextualBody","value":{_text(shown.body)}'
            f',"format":{_text(shown.body_format)}{language},"purpose":"{purpose}"}}'
        )
    if shown.replacement is not None:
        made.append(
            f'{{"type":"TextualBody","value":{_text(shown.replacement)}'
            ',"format":"text/plain","purpose":"editing"}'
        )
    made += [
        f'{{"type":"TextualBody","value":{_text(tag)},"purpose":"tagging"}}' for tag in shown.tags
    ]
    made += [
        f'{{"type":"SpecificResource","source":{_text(base + actor)},"purpose":"identifying"}}'
        for actor in shown.actors
    ]
    return ",".join(made)


def _target(shown: Outgoing, base: str) -> str:
    if shown.parent:
        return _text(base + shown.parent)
    if not shown.stands:
        return _text(base + shown.document)
    source = base + shown.document
    targets = ",".join([_passage(stand, source, base) for stand in shown.stands])
    return f"[{targets}]" if len(shown.stands) > 1 else targets


def _passage(stand: Stand, source: str, base: str) -> str:
    selectors = f'{{"type":"TextQuoteSelector","exact":{_text(stand.exact)}'
    if stand.prefix:
        selectors += f',"prefix":{_text(stand.prefix)}'
    if stand.suffix:
        selectors += f',"suffix":{_text(stand.suffix)}'
    selectors += "}"
    if stand.pieces:
        first, last = stand.pieces[0], stand.pieces[-1]
        if first is last:
            place = _fragment(first[0], first[1], first[2])
        else:
            start = _fragment(first[0], first[1], first[1])
            end = _fragment(last[0], last[2], last[2])
            place = f'{{"type":"RangeSelector","startSelector":{start},"endSelector":{end}}}'
        selectors = f"{place},{selectors}"
    beside = f',"beside":{_text(stand.beside)}' if stand.beside else ""
    segments = ",".join(
        [
            f'{{"block":{_text(key)},"start":{start},"end":{end},"exact":{_text(exact)}}}'
            for key, start, end, exact in stand.pieces
        ]
    )
    return (
        f'{{"type":"SpecificResource","source":{_text(source)}'
        f',"state":{{"type":"TimeState","sourceDate":"{time_of(stand.made_at)}"'
        f',"cached":{_text(base + stand.revision)}}}'
        f',"selector":[{selectors}],"placement":"{stand.status}"{beside},"segments":[{segments}]}}'
    )


def _fragment(key: str, start: int, end: int) -> str:
    return (
        f'{{"type":"FragmentSelector","conformsTo":"{FRAGMENT}","value":{_text(f"b-{key}")}'
        f',"refinedBy":{{"type":"TextPositionSelector","start":{start},"end":{end}}}}}'
    )


def write_container(path: str, base: str, *, label: str, total: int, first: str) -> str:
    """Return a container with its first page in it, if `first` is one."""
    made = to_json(
        {
            "@context": [*contexts(base), LDP],
            "id": base + path,
            "type": ["BasicContainer", "AnnotationCollection"],
            "label": label,
            "total": total,
        }
    )
    return f'{made[:-1]},"first":{first}}}' if first else made


def write_page(
    path: str,
    base: str,
    items: Iterable[Outgoing],
    *,
    after: str,
    following: str,
    total: int,
    since: str = "",
    with_context: bool = True,
) -> str:
    """Return one page of a container; `following` is the cursor of the next one, if any.

    With `since` the pages have only what changed since then, and `total` counts that.
    """
    here = f"{base}{path}?{f'since={since}&' if since else ''}after="
    head: dict[str, Any] = {"@context": contexts(base)} if with_context else {}
    head |= {
        "id": f"{here}{after}",
        "type": "AnnotationPage",
        "partOf": {"id": base + path, "total": total},
    }
    written = ",".join([write(item, base, with_context=False) for item in items])
    made = f'{to_json(head)[:-1]},"items":[{written}]'
    if following:
        made += f',"next":{_text(f"{here}{following}")}'
    return f"{made}}}"


def contexts(base: str) -> list[str]:
    return [ANNO, base + CONTEXT_PATH]


def own_context(base: str) -> dict[str, Any]:
    """Return our small context: what our keys are called everywhere."""
    ours = f"{base}{CONTEXT_PATH}#"
    terms: dict[str, Any] = {name: ours + name for name in OURS}
    terms |= {name: {"@id": ours + name, "@type": "@json"} for name in AS_JSON}
    return {"@context": {"@version": 1.1, **terms}}


def time_of(at: str) -> str:
    """Return a time, as the database writes it in UTC, as the Web Annotation model has it.

    >>> time_of("2026-01-31 12:03:45.000099+00")
    '2026-01-31T12:03:45Z'
    """
    return f"{at[:10]}T{at[11:19]}Z"


def moment_of(at: str) -> datetime:
    """Return a time, as the database writes it in UTC.

    >>> moment_of("2026-01-31 12:03:45")
    datetime.datetime(2026, 1, 31, 12, 3, 45, tzinfo=datetime.timezone.utc)
    """
    return datetime.fromisoformat(at).replace(tzinfo=UTC)
