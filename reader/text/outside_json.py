"""JSON that people bring: read, or refused in one line."""

from __future__ import annotations

import json
from typing import Any

from reader.text.problems import Unreadable


def read_json(text: str, what: str) -> Any:
    """Return the JSON of a text as values, a byte order mark before it left out.

    Raises Unreadable, which begins with what the text is, for what is no JSON, goes too deep, or
    has in it what no database can store: a half of a character.

    >>> read_json('["Port Gazette"]', "The list")
    ['Port Gazette']
    """
    try:
        value = json.loads(text.removeprefix("\ufeff"))
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Unreadable(f"{what} is not JSON: \\ud800 and its like are no character.") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{what} is not JSON: {error}") from None
    return value
