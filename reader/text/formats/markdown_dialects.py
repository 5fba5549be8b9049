"""What editors of notes and makers of books add to Markdown, brought into that of manuscripts.

Links within a vault or a folder lead nowhere from here and become their words. So do marked words,
and what is struck through or commented on is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

# "![[bridge.png|A bridge]]" and "[[The Old Town#Docks|the docks]]" of wikis.
_EMBEDDED = re.compile(r"!\[\[([^\[\]|\n]{1,300})(?:\|([^\[\]\n]{0,300}))?\]\]")
_WIKI = re.compile(r"(?<!\\)\[\[(?!\d{1,4}\]\])([^\[\]|#\n]{1,300})(?:#[^\[\]|\n]{0,300})?"
                   r"(?:\|([^\[\]\n]{1,300}))?\]\](?!\()")  # fmt: skip
_COMMENT = re.compile(r" ?%%[^%\n]{1,2000}%%")
_HIGHLIGHT = re.compile(r"(?<![=\w])==(?=[^\s=])([^=\n]{1,500})(?<=\S)==(?![=\w])")
_STRUCK = re.compile(r"(?<!~)~~(?=[^\s~])[^~\n]{1,500}(?<=\S)~~(?!~)(?: (?=\S))?")
_CALLOUT = re.compile(r"^((?:> ?){1,5})\[!\w{1,20}\][+-]? ?")
_BLOCK_ID = re.compile(r"(?<=\S) \^[a-z0-9-]{3,40}$")
_DIV = re.compile(r"^ {0,3}:{3,}(?: ?\{[^{}]{0,300}\}| ?[\w-]{1,40})?:{0,40}$")
_DATA_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]]{1,100})\]: ?<?data:[^>\s]{1,100}>?\s{0,9}$")
# "![][image1]", as Google Docs writes a picture whose data stands at the end of the file.
_REFERRED_PICTURE = re.compile(r"!\[([^\[\]]{0,300})\]\[(image\d{1,4})\]")
_LINK_WITHIN = re.compile(
    r"(?<![!\\\]])\[(?!\d{1,4}\]|\^)([^\[\]]{1,300})\]"
    r"\((?!https?:|mailto:)([^()\s<>]{1,500})(?: \"[^\"]{0,300}\")?\)"
)
_BOLD_HEADING = re.compile(r"^(#{1,6}) +\*\*([^*]{1,300})\*\*\s*$")


def is_of_vault(text: str) -> bool:
    """Tell whether a line shows that its file is of an editor of notes that link to each other."""
    return any(pattern.search(text) for pattern in (_WIKI, _EMBEDDED, _CALLOUT))


def read_dialect(text: str, gone: list[str], *, is_vault: bool = False) -> str:
    """Return a line without code as a manuscript says it; what went is added to `gone`.

    Numbers in brackets stay: they may be the markers of notes. Signs that others may mean as they
    stand are only read in the files of a vault.
    """
    for pattern, put in (*_RULES, *(_VAULT_RULES if is_vault else ())):
        if pattern.search(text):
            text = pattern.sub(partial(_put, put, gone), text)
    return text


def _put(put: Callable[[re.Match[str]], str], gone: list[str], match: re.Match[str]) -> str:
    return _told(match, put(match), gone)


def _told(match: re.Match[str], kept: str, gone: list[str]) -> str:
    said = match[0]
    for words in filter(None, kept.split("\0")):
        said = said.replace(words, "", 1)
    gone.append(said)
    return kept.replace("\0", "")


def _embedded(match: re.Match[str]) -> str:
    words = match[2] or ""
    alt = "" if words.isdigit() else words  # "|300" is a width
    is_picture = match[1].rpartition(".")[2].lower() in ("png", "jpg", "jpeg", "gif", "svg", "webp")
    return f"![\0{alt}\0](\0{match[1].replace(' ', '%20')}\0)" if is_picture else f"\0{match[1]}\0"


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_DATA_DEFINITION, lambda match: ""),
    (_REFERRED_PICTURE, lambda match: f"![\0{match[1]}\0](\0{match[2]}\0)" if match[1] else ""),
    (_DIV, lambda match: ""),
    (_EMBEDDED, _embedded),
    (_WIKI, lambda match: match[2] or match[1]),
    (_STRUCK, lambda match: ""),
    (_LINK_WITHIN, lambda match: match[1]),
    (_BOLD_HEADING, lambda match: f"{match[1]} \0{match[2]}"),
)
_VAULT_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_COMMENT, lambda match: ""),
    (_HIGHLIGHT, lambda match: match[1]),
    (_CALLOUT, lambda match: match[1]),
    (_BLOCK_ID, lambda match: ""),
)
