"""W3C Web Annotations, as clients send them: JSON-LD of one known shape → frozen values.

The server fetches nothing: the one context beside ours is known by its name. What is malformed is
refused with 400, what is well formed but cannot be kept here with 422, another context with 415.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotations.anchoring import Description
from annotations.formats.reading import iri_of, many_of, text_of
from annotations.formats.refusal import Refusal
from annotations.formats.selectors import read_selectors
from reader.text.user_names import one_line

ANNO = "http://www.w3.org/ns/anno.jsonld"
LDP = "http://www.w3.org/ns/ldp.jsonld"
CONTEXT_PATH = "/annotations/context.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{ANNO}"'

MOTIVATIONS = frozenset(
    "assessing bookmarking classifying commenting describing editing highlighting identifying "
    "linking moderating questioning replying tagging".split()
)
FORMATS = ("text/plain", "text/markdown", "text/html")
_DOCUMENT = re.compile(r"/documents/([\w-]{1,200})/(?:#b-(\w{1,10}))?\Z", re.ASCII)
_ANNOTATION = re.compile(r"/annotations/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/\Z")
_ACTOR = re.compile(r"/actors/([\w-]{1,200})/\Z", re.ASCII)
# What the model has and this site does not keep: it may come, and is left out.
_SELDOM = ("Choice", "Composite", "List", "Independents", "Video", "Image", "Sound")


@dataclass(frozen=True, slots=True)
class Limits:
    """safety.md §5, as the settings have them."""

    text: int = 32_000
    bodies: int = 10
    targets: int = 10
    tags: int = 20
    tag: int = 64
    exact: int = 5_000
    context: int = 200


@dataclass(frozen=True, slots=True)
class Incoming:
    """One annotation as it was sent. `targets` are passages; none means the whole document.

    `visibility` and `group` are None when they were absent; `replacement` is a suggestion's.
    """

    kind: str
    motivation: str
    body: str = ""
    body_format: str = "text/plain"
    language: str = ""
    tags: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    replacement: str | None = None
    document: str = ""
    parent: str = ""
    targets: tuple[Description, ...] = ()
    visibility: str | None = None
    group: str | None = None
    id: str = ""
    via: str = ""
    canonical: str = ""
    rights: str = ""


def read(data: Mapping[str, Any], base: str, limits: Limits | None = None) -> Incoming:
    """Return the annotation in data; `base` is this site's address, without a final slash."""
    limits = limits or Limits()
    data = dict(data)
    _check_context(data.get("@context"), base)
    types = many_of(data.get("type", data.get("@type")), "type", most=10)
    if "Annotation" not in types:
        raise Refusal(400, "type must be Annotation.", "type")
    if "id" in data:
        data["id"] = iri_of(data["id"], "id")
    _check_times(data)
    bodies = _read_bodies(data, base, limits)
    document, parent, targets = _read_targets(data, base, limits)
    motivation = _read_motivation(data, bodies, parent)
    kind = _kind_of(motivation, bodies, parent, targets)
    visibility = data.get("visibility")
    if visibility not in (None, "private", "group", "public"):
        raise Refusal(400, "visibility must be private, group or public.", "visibility")
    return Incoming(
        kind=kind,
        motivation=motivation,
        document=document,
        parent=parent,
        targets=targets,
        visibility=visibility,
        group=text_of(data, "group", "group", longest=60) or None,
        id=data.get("id", ""),
        via=_first_iri(data, "via"),
        canonical=_first_iri(data, "canonical"),
        rights=_first_iri(data, "rights"),
        **bodies,
    )


def _check_context(context: Any, base: str) -> None:
    """Only names are compared; nothing is fetched."""
    if context is None:
        raise Refusal(400, "@context is missing.", "@context")
    ours = (CONTEXT_PATH, base + CONTEXT_PATH)
    names = many_of(context, "@context", most=10)
    if any(name not in (ANNO, "https" + ANNO.removeprefix("http"), *ours) for name in names):
        raise Refusal(415, f"The contexts known here are {ANNO} and {base}{CONTEXT_PATH}.")
    if not any(name not in ours for name in names):
        raise Refusal(400, f"@context must name {ANNO}.", "@context")


_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?\Z", re.ASCII)


def _check_times(data: Mapping[str, Any]) -> None:
    """The server gives its own times; what is sent must still be one time."""
    for name in ("created", "modified", "generated"):
        value = data.get(name)
        if value is not None and not (isinstance(value, str) and _TIME.match(value)):
            raise Refusal(400, f"{name} must be one date and time.", name)


def _first_iri(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if value is None:
        return ""
    values = many_of(value, name, most=10)
    return iri_of(values[0], name) if values else ""


def _read_motivation(data: Mapping[str, Any], bodies: Mapping[str, Any], parent: str) -> str:
    given = many_of(data.get("motivation", []), "motivation", most=10)
    if any(not isinstance(name, str) for name in given):
        raise Refusal(400, "motivation must be a text.", "motivation")
    names = [name.removeprefix("oa:") for name in given]
    if any(name not in MOTIVATIONS for name in names):
        raise Refusal(422, "motivation must be one that the model names.", "motivation")
    if parent:
        return "replying"
    if bodies["replacement"] is not None:
        return "editing"
    default = "commenting" if bodies["body"] or bodies["tags"] else "highlighting"
    chosen = names[0] if names else default
    if chosen == "replying":
        raise Refusal(422, "A reply must target an annotation.", "target")
    if chosen == "editing":
        raise Refusal(422, "A suggestion needs a body with the purpose editing.", "body")
    return chosen


def _kind_of(
    motivation: str, bodies: Mapping[str, Any], parent: str, targets: tuple[Description, ...]
) -> str:
    if parent:
        if not bodies["body"]:
            raise Refusal(400, "A reply needs words.", "body")
        return "reply"
    if motivation == "editing":
        if len(targets) != 1:
            raise Refusal(422, "A suggestion replaces one passage.", "target")
        return "suggestion"
    is_empty = not (bodies["body"] or bodies["tags"] or bodies["actors"])
    if not targets:
        if is_empty:
            raise Refusal(400, "An annotation on the whole document needs words.", "body")
        return "page_note"
    if motivation == "questioning":
        return "question"
    return "highlight" if motivation == "highlighting" or is_empty else "note"


def _read_bodies(data: Mapping[str, Any], base: str, limits: Limits) -> dict[str, Any]:
    if "bodyValue" in data:
        if "body" in data:
            raise Refusal(400, "Give body or bodyValue, not both.", "bodyValue")
        value = data["bodyValue"]
        if not isinstance(value, str):
            raise Refusal(400, "bodyValue must be a text.", "bodyValue")
        found = [{"type": "TextualBody", "value": value, "format": "text/plain"}]
    else:
        body = data.get("body")
        found = [] if body is None else many_of(body, "body", most=limits.bodies + limits.tags)
    gathered = _Bodies(base, limits)
    for number, body in enumerate(found):
        gathered.add(body, f"body[{number}]")
    return gathered.values()


class _Bodies:
    """The bodies of one annotation, sorted: words, tags, actors, a replacement."""

    def __init__(self, base: str, limits: Limits) -> None:
        self.base, self.limits = base, limits
        self.texts: list[str] = []
        self.format = ""
        self.language = ""
        self.tags: list[str] = []
        self.actors: list[str] = []
        self.replacement: str | None = None

    def add(self, body: Any, field: str) -> None:
        if isinstance(body, str):
            return self._add_link(iri_of(body, field), field)
        if not isinstance(body, dict):
            raise Refusal(400, f"{field} must be an object or an address.", field)
        types = many_of(body.get("type", []), f"{field}.type", most=10)
        if "value" in body:
            if "SpecificResource" in types or "Choice" in types:
                raise Refusal(400, f"{field} has a value, so it must be a TextualBody.", field)
            return self._add_text(body, field)
        if any(name in types for name in _SELDOM) or "items" in body:
            raise Refusal(422, f"{field}: this site keeps words, tags and links to actors.", field)
        if "TextualBody" in types:
            raise Refusal(400, f"{field}.value is missing.", field)
        if "SpecificResource" in types and "source" not in body:
            raise Refusal(400, f"{field}.source is missing.", field)
        return self._add_link(iri_of(body.get("source", body), field), field)

    def _add_link(self, iri: str, field: str) -> None:
        actor = _ACTOR.match(_own_path(iri, self.base))
        if actor is None:
            raise Refusal(422, f"{field}: this site keeps words, tags and links to actors.", field)
        self.actors.append(actor[1])

    def _add_text(self, body: dict[str, Any], field: str) -> None:
        purpose = text_of(body, "purpose", f"{field}.purpose", longest=40)
        if purpose == "tagging":
            tag = one_line(text_of(body, "value", f"{field}.value", longest=self.limits.tag))
            if tag:
                self.tags.append(tag)
            return
        value = text_of(body, "value", f"{field}.value", longest=self.limits.text)
        if purpose == "editing":
            if self.replacement is not None:
                raise Refusal(422, "A suggestion has one replacement.", field)
            self.replacement = value
            return
        kind = text_of(body, "format", f"{field}.format", longest=100) or "text/plain"
        if kind not in FORMATS:
            raise Refusal(422, f"{field}.format must be one of {', '.join(FORMATS)}.", field)
        if self.format and kind != self.format:
            raise Refusal(422, "All words of one annotation must have one format.", field)
        self.format = kind
        self.language = self.language or text_of(body, "language", f"{field}.language", longest=35)
        if value.strip():
            self.texts.append(value)

    def values(self) -> dict[str, Any]:
        if len(self.texts) > self.limits.bodies:
            raise Refusal(400, f"body has more than {self.limits.bodies} values.", "body")
        tags = tuple(dict.fromkeys(self.tags))
        if len(tags) > self.limits.tags:
            raise Refusal(400, f"There are more than {self.limits.tags} tags.", "body")
        body = "\n\n".join(self.texts)
        if len(body) > self.limits.text:
            raise Refusal(400, f"body is longer than {self.limits.text} characters.", "body")
        return {
            "body": body,
            "body_format": self.format or "text/plain",
            "language": self.language,
            "tags": tags,
            "actors": tuple(dict.fromkeys(self.actors)),
            "replacement": self.replacement,
        }


def _read_targets(
    data: Mapping[str, Any], base: str, limits: Limits
) -> tuple[str, str, tuple[Description, ...]]:
    """Return the document's slug, or the parent annotation's id, and the passages."""
    given = data.get("target")
    if given is None or given == []:
        raise Refusal(400, "target is missing.", "target")
    documents: set[str] = set()
    parents: set[str] = set()
    passages: list[Description] = []
    for number, target in enumerate(many_of(given, "target", most=limits.targets)):
        field = f"target[{number}]" if isinstance(given, list) else "target"
        source, selectors = _parts_of(target, field)
        path = _own_path(source, base)
        if parent := _ANNOTATION.match(path):
            if selectors is not None:
                raise Refusal(422, "A reply is about the whole of an annotation.", field)
            parents.add(parent[1])
            continue
        document = _DOCUMENT.match(path)
        if document is None:
            raise Refusal(422, f"{field} is no document and no annotation of this site.", field)
        documents.add(document[1])
        block = document[2] or ""
        if selectors is not None:
            passages.append(read_selectors(selectors, field, block, limits.exact, limits.context))
        elif block:
            passages.append(Description(block=block))
    if len(documents) + len(parents) != 1:
        raise Refusal(422, "All targets must be in one document, or one annotation.", "target")
    return "".join(documents), "".join(parents), tuple(passages)


def _parts_of(target: Any, field: str) -> tuple[str, Any]:
    """Return a target's source and its selectors, None if it has none."""
    if isinstance(target, str):
        return iri_of(target, field), None
    if not isinstance(target, dict):
        raise Refusal(400, f"{field} must be an object or an address.", field)
    types = many_of(target.get("type", []), f"{field}.type", most=10)
    if any(name in types for name in _SELDOM) or "items" in target:
        raise Refusal(422, f"{field}: this site keeps passages of its documents.", field)
    if "SpecificResource" in types and "source" not in target:
        raise Refusal(400, f"{field}.source is missing.", field)
    if "selector" in target and "source" not in target:
        raise Refusal(400, f"{field}.source is missing.", field)
    return iri_of(target.get("source", target), field), target.get("selector")


def _own_path(iri: str, base: str) -> str:
    """Return the path of an address of this site, "" for any other."""
    if iri.startswith("/") and not iri.startswith("//"):
        return iri
    return iri[len(base) :] if iri.startswith(f"{base}/") else ""
