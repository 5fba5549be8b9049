"""Selectors of the Web Annotation model, and one of ours, as descriptions of one passage.

Several selectors of one target are alternatives for the same passage. Ours is

    {"type": "BlockSelector", "block": KEY, "start": 4, "end": 9, "exact": "tower",
     "prefix": "The ", "suffix": " burned", "endBlock": KEY}

in code points of the block's text, without the figures of its markers; `endBlock` is only needed
where the passage ends in another block, whose text `end` then counts. No Django here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from annotations.anchoring import Description, Position, Quote, Range
from annotations.formats.reading import many_of, number_of, text_of
from annotations.formats.refusal import Refusal

# What the model has and a text of blocks cannot use: fine beside another selector.
OF_NO_USE = ("CssSelector", "XPathSelector", "DataPositionSelector", "SvgSelector")
MOST = 10


def read_selectors(given: Any, field: str, block: str, longest: int, context: int) -> Description:
    """Return what these selectors say of one passage; `block` is the one its source names."""
    described = Description(block=block)
    is_usable = False
    for number, selector in enumerate(many_of(given, f"{field}.selector", most=MOST)):
        name = f"{field}.selector[{number}]" if isinstance(given, list) else f"{field}.selector"
        if not isinstance(selector, dict):
            raise Refusal(400, f"{name} must be an object.", name)
        read = _Reader(name, longest, context)
        found = read.selector(selector)
        if found is not None:
            described = _merge(described, found)
            is_usable = True
    if not is_usable and not block:
        raise Refusal(422, f"{field}: no selector here can be used in a text.", f"{field}.selector")
    return described


def _merge(one: Description, other: Description) -> Description:
    return Description(
        range=one.range or other.range,
        quote=one.quote or other.quote,
        position=one.position or other.position,
        block=one.block or other.block,
    )


class _Reader:
    """Reads the selectors of one passage, naming the field it is at."""

    def __init__(self, field: str, longest: int, context: int) -> None:
        self.field, self.longest, self.context = field, longest, context

    def selector(self, data: dict[str, Any]) -> Description | None:
        kinds = many_of(data.get("type"), f"{self.field}.type", most=5)
        for kind in kinds:
            match kind:
                case "BlockSelector":
                    return self._block(data)
                case "TextQuoteSelector":
                    self._has_no_more(data)
                    return Description(quote=self._quote(data))
                case "TextPositionSelector":
                    self._has_no_more(data)
                    return Description(position=self._position(data))
                case "FragmentSelector":
                    return self._fragment(data)
                case "RangeSelector":
                    return self._range(data)
                case _ if kind in OF_NO_USE:
                    if kind == "DataPositionSelector":
                        self._position(data)
                    elif kind != "SvgSelector" or "value" in data:
                        text_of(data, "value", f"{self.field}.value", longest=10_000, required=True)
                    return None
        raise Refusal(422, f"{self.field}.type is no selector known here.", self.field)

    def _has_no_more(self, data: dict[str, Any]) -> None:
        if "refinedBy" in data:
            raise Refusal(422, f"{self.field} cannot be refined here.", self.field)

    def _quote(self, data: dict[str, Any]) -> Quote:
        def said(name: str, longest: int, required: bool = False) -> str:
            field = f"{self.field}.{name}"
            return text_of(data, name, field, longest=longest, required=required)

        return Quote(
            said("exact", self.longest, required=True),
            said("prefix", self.context),
            said("suffix", self.context),
        )

    def _position(self, data: dict[str, Any]) -> Position:
        start = number_of(data, "start", f"{self.field}.start")
        end = number_of(data, "end", f"{self.field}.end")
        if start > end:
            raise Refusal(400, f"{self.field} ends before it starts.", self.field)
        return Position(start, end)

    def _block(self, data: dict[str, Any]) -> Description:
        key = text_of(data, "block", f"{self.field}.block", longest=10, required=True)
        end_key = text_of(data, "endBlock", f"{self.field}.endBlock", longest=10) or key
        start = number_of(data, "start", f"{self.field}.start")
        end = number_of(data, "end", f"{self.field}.end")
        if key == end_key and start >= end:
            raise Refusal(400, f"{self.field} ends before it starts.", self.field)
        quote = self._quote(data) if "exact" in data else None
        return Description(range=Range(key, start, end_key, end), quote=quote)

    def _fragment(self, data: dict[str, Any]) -> Description:
        value = text_of(data, "value", f"{self.field}.value", longest=200, required=True)
        if not value.startswith("b-"):
            raise Refusal(422, f"{self.field}.value names no block of a text.", self.field)
        described = Description(block=value.removeprefix("b-")[:10])
        for refined in many_of(data.get("refinedBy", []), f"{self.field}.refinedBy", most=MOST):
            if not isinstance(refined, dict):
                raise Refusal(400, f"{self.field}.refinedBy must be an object.", self.field)
            inner = self.selector(refined)
            if inner is None or inner.block:
                raise Refusal(422, f"{self.field}.refinedBy cannot be used here.", self.field)
            if inner.position is not None:
                # Within a block, offsets are the block's own.
                here = described.block
                span = Range(here, inner.position.start, here, inner.position.end)
                inner = replace(inner, position=None, range=span)
            described = _merge(described, inner)
        return described

    def _range(self, data: dict[str, Any]) -> Description:
        ends = []
        for name in ("startSelector", "endSelector"):
            given = data.get(name)
            if not isinstance(given, dict):
                raise Refusal(400, f"{self.field}.{name} must be an object.", self.field)
            found = self.selector(given)
            if found is None or found.range is None:
                raise Refusal(422, f"{self.field}.{name} names no place in a block.", self.field)
            ends.append(found.range)
        # A range goes up to where its end selector begins.
        return Description(range=Range(ends[0].block, ends[0].start, ends[1].block, ends[1].start))
