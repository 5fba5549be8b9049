"""JSON from outside, taken apart with suspicion: sizes, depths, types. No Django here."""

from __future__ import annotations

import json
import re
from typing import Any

from annotations.formats.refusal import Refusal

DEEPEST, MOST_PROPERTIES = 32, 100
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def load(
    raw: bytes, *, deepest: int = DEEPEST, most_properties: int = MOST_PROPERTIES
) -> dict[str, Any]:
    """Return the JSON object in raw, or raise Refusal 400 saying what is wrong with it."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(found) > most_properties:
            raise Refusal(400, f"An object has more than {most_properties} properties.")
        made = dict(found)
        if len(made) < len(found):
            raise Refusal(400, "An object names one property twice.")
        return made

    def constant(name: str) -> Any:
        raise Refusal(400, f"{name} is no JSON.")

    try:
        data = json.loads(raw, object_pairs_hook=pairs, parse_constant=constant)
    except RecursionError:
        raise Refusal(400, f"The JSON is nested deeper than {deepest}.") from None
    except (ValueError, UnicodeDecodeError):
        raise Refusal(400, "The body is no JSON.") from None
    if not isinstance(data, dict):
        raise Refusal(400, "The body is no JSON object.")
    _walk(data, deepest)
    return data


def _walk(data: Any, deepest: int) -> None:
    level, depth = [data], 0
    while level:
        depth += 1
        if depth > deepest:
            raise Refusal(400, f"The JSON is nested deeper than {deepest}.")
        below: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                below += [child for child in value.values() if isinstance(child, dict | list)]
                texts = [*value, *value.values()]
            else:
                below += [child for child in value if isinstance(child, dict | list)]
                texts = value
            if any(isinstance(text, str) and _CONTROL.search(text) for text in texts):
                raise Refusal(400, "A text has control characters in it.")
        level = below


def text_of(
    data: dict[str, Any], name: str, field: str, *, longest: int, required: bool = False
) -> str:
    """Return the text that data has under name, or ""; a list of one text is that text."""
    value = data.get(name)
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if value is None and not required:
        return ""
    if not isinstance(value, str):
        raise Refusal(400, f"{field} must be a text.", field)
    if len(value) > longest:
        raise Refusal(400, f"{field} is longer than {longest} characters.", field)
    if required and not value.strip():
        raise Refusal(400, f"{field} is empty.", field)
    return value


def number_of(data: dict[str, Any], name: str, field: str) -> int:
    """Return the whole number, 0 or more, that data has under name."""
    value = data.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise Refusal(400, f"{field} must be a whole number, 0 or more.", field)
    return value


def many_of(value: Any, field: str, *, most: int) -> list[Any]:
    """Return one or several values as a list of at most so many."""
    values = value if isinstance(value, list) else [value]
    if len(values) > most:
        raise Refusal(400, f"{field} has more than {most} values.", field)
    return values


def iri_of(value: Any, field: str) -> str:
    """Return an IRI given as a text or as an object with an id."""
    if isinstance(value, dict):
        value = value.get("id", value.get("@id"))
    is_iri = isinstance(value, str) and re.match(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:\S", value)
    if not is_iri and not (isinstance(value, str) and value.startswith("/")):
        raise Refusal(400, f"{field} must be an address.", field)
    if len(value) > 2000 or any(character.isspace() for character in value):
        raise Refusal(400, f"{field} is no address.", field)
    return str(value)
