"""Names of people who sign in: what a name may be, and what nobody may be called."""

from __future__ import annotations

import re
import unicodedata

SHORTEST, LONGEST = 2, 40
# ASCII, so that no letter can pass for another; a stop or dash only between others, so that a
# sentence may end behind an @name.
PATTERN = r"[A-Za-z0-9](?:[A-Za-z0-9_]|[.-](?=[A-Za-z0-9]))*"
USER_NAME = re.compile(rf"{PATTERN}\Z")
# Names that would speak for the site, or that an address or a machine means otherwise.
RESERVED = frozenset(
    "abuse account accounts admin administrator administrators all annotations anonymous api "
    "author authors curator curators deleted documents editor editors everyone feeds former group "
    "groups guest help here hostmaster info login logout mail me moderator moderators nobody "
    "no-reply noreply none null official owner people postmaster publisher publishers reader "
    "readers root scholium security signup site staff support sysadmin system team undefined user "
    "users webmaster".split()
)
# What turns the direction of the text that follows, or hides in it.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def fold_user_name(text: str) -> str:
    """Return a name as names are compared: NFKC, case-folded, without space around it.

    >>> fold_user_name(" Ａda "), fold_user_name("ADA")
    ('ada', 'ada')
    """
    return unicodedata.normalize("NFKC", text).casefold().strip()


def is_user_name(text: str) -> bool:
    """Tell whether text may be a user name: 2 to 40 ASCII letters, digits, `_`, `.` and `-`.

    >>> is_user_name("ada.marsh"), is_user_name("ada."), is_user_name("аda"), is_user_name("a")
    (True, False, False, False)
    """
    return SHORTEST <= len(text) <= LONGEST and USER_NAME.match(text) is not None


def is_reserved(text: str) -> bool:
    """Tell whether nobody may sign up by this name.

    >>> is_reserved("Admin"), is_reserved("former-0c1d"), is_reserved("ada")
    (True, True, False)
    """
    folded = fold_user_name(text)
    return folded in RESERVED or folded.startswith("former-")


def one_line(text: str) -> str:
    """Return text as one line, without controls: neither a line's end nor a turn of direction.

    >>> one_line(" Ada\\n\\u202e Marsh ")
    'Ada Marsh'
    """
    seen = "".join(
        " " if character.isspace() else character
        for character in text
        if character not in _TURNING
        and (character.isspace() or unicodedata.category(character) not in {"Cc", "Cs", "Co", "Cn"})
    )
    return " ".join(seen.split())


def name_over(username: str, display_name: str) -> str:
    """Return the name over what someone wrote.

    >>> name_over("ada", "Ada Marsh"), name_over("ada", "")
    ('Ada Marsh (ada)', 'ada')
    """
    return f"{display_name} ({username})" if display_name else username
