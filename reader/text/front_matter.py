"""The YAML head of a manuscript: read as strings, lists and mappings, and written back."""

from __future__ import annotations

import io
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

import yaml

MAXIMUM_CHARACTERS = 64 * 1024
MAXIMUM_DEPTH = 16

# What no encoding can write: half of a pair of UTF-16.
HALF = re.compile("[\ud800-\udfff]")
FENCED = re.compile(r"---[ \t]*\n(?:(?P<yaml>.*?)\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
KEY = re.compile(r"\s*[^\W\d_][\w -]{0,60}:(?:\s|$)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands between the two `---` lines. `length` is how many characters it takes, fences
    included; `error` says why it could not be read, and `meta` is empty then."""

    meta: Mapping[str, object] = field(default_factory=dict)
    length: int = 0
    error: str = ""


class _Refused(yaml.YAMLError):
    """Valid YAML that a manuscript may not use."""


class _Loader(yaml.BaseLoader):
    """Every scalar a string; no alias, no anchor, no key twice, no deep nesting."""

    depth = 0

    def construct_scalar(self, node: yaml.ScalarNode) -> str:
        text = str(super().construct_scalar(node))
        if HALF.search(text):
            raise _Refused("a half of a character, such as \\ud800, is none")
        if "\0" in text:  # PostgreSQL keeps none
            raise _Refused("a zero, \\0, is no character of a text")
        return text

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused("aliases and anchors are not allowed")
        self.depth += 1
        if self.depth > MAXIMUM_DEPTH:
            raise _Refused(f"it is nested more than {MAXIMUM_DEPTH} deep")
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1

    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[Hashable, object]:
        keys = set()
        for key, _value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _Refused("a key must be one word or phrase")
            if key.value in keys:
                raise _Refused(f"the key “{key.value}” stands twice")
            keys.add(key.value)
        return super().construct_mapping(node, deep=deep)


class _Dumper(
    yaml.emitter.Emitter,
    yaml.serializer.Serializer,
    yaml.representer.Representer,
    yaml.resolver.BaseResolver,
):
    """Plain strings without quotes wherever YAML allows it, since all scalars are strings here."""

    def __init__(self, stream: io.StringIO) -> None:
        yaml.emitter.Emitter.__init__(self, stream, width=10**9, allow_unicode=True)
        yaml.serializer.Serializer.__init__(self)
        yaml.representer.Representer.__init__(self, default_flow_style=False, sort_keys=False)
        yaml.resolver.BaseResolver.__init__(self)

    def ignore_aliases(self, data: object) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = '"' if "\n" in text or not text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def read_front_matter(manuscript: str) -> FrontMatter:
    """Read the front matter at the very start of a manuscript.

    Without one, `length` is 0. One that is not a mapping of plain YAML, or is over 64 kB, has its
    `error` set; text that opens with a rule and was never meant as front matter has length 0.
    """
    if not manuscript.startswith("---"):
        return FrontMatter()
    match = FENCED.match(manuscript)
    if match is None:
        return FrontMatter()
    inner = match["yaml"] or ""
    meant = not inner.strip() or KEY.match(inner) is not None
    if len(inner) > MAXIMUM_CHARACTERS:
        return FrontMatter({}, match.end(), "it is longer than 64 kB") if meant else FrontMatter()
    try:
        meta = yaml.load(inner, _Loader)
    except (yaml.YAMLError, ValueError) as error:
        reason = getattr(error, "problem", None) or str(error).partition("\n")[0]
        return FrontMatter({}, match.end(), reason) if meant else FrontMatter()
    if meta is None or meta == "":
        return FrontMatter({}, match.end())
    if not isinstance(meta, dict):
        return FrontMatter({}, match.end(), "it is not a list of keys") if meant else FrontMatter()
    return FrontMatter(meta, match.end())


def write_front_matter(meta: Mapping[str, object]) -> str:
    """Write meta between `---` lines, a blank line after it; "" for nothing.

    Values are strings, lists and mappings of them; numbers are written as strings and None as an
    empty string, which is what they are read back as.
    """
    if not meta:
        return ""
    stream = io.StringIO()
    dumper = _Dumper(stream)
    dumper.open()
    dumper.represent(_as_text(meta))
    dumper.close()
    return f"---\n{stream.getvalue()}---\n\n"


def _as_text(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _as_text(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(inner) for inner in value]
    return "" if value is None else str(value)
