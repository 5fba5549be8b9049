"""What a number counts: seats, soldiers, barrels; such a number is no year."""

from __future__ import annotations

import re

_UNIT_WORDS = frozenset(
    """
    seats votes voters people persons men women children troops soldiers fighters militants
    members officers policemen police civilians dead wounded killed injured casualties deaths
    victims rockets missiles tanks guns rifles shells rounds bombs ships boats aircraft planes
    vehicles barrels tons tonnes metres meters feet yards inches miles kilometres kilometers km cm
    mm kg kilos pounds dollars euros francs marks roubles rubles rials dinars dirhams lira yen
    hours hrs minutes seconds days weeks months years pages lines words copies books camels horses
    sheep goats cattle houses homes families households villages towns refugees migrants prisoners
    detainees inmates hostages workers employees staff students pupils jobs cases items units
    acres hectares square cubic percent per litres liters gallons watts kilowatts megawatts volts
    calories points goals rooms beds tents million billion thousand hundred dozen times gmt utc
    bst est hours’ h
    """.split()
)
_SINGULAR_IN_S = frozenset(
    "was is has does as its his this thus perhaps towards across plus versus always besides "
    "afterwards series congress crisis census thousands hundreds".split()
)
_HAPPENINGS = frozenset(
    """
    election elections war wars invasion revolution coup census budget report crisis season
    campaign treaty agreement attack attacks protests olympics games talks referendum uprising
    massacre earthquake flood floods famine summit constitution
    """.split()
)
_WORD_AFTER = re.compile(r"[ \u00a0]([^\W\d_][\w’'-]{0,30})")


def counts_something(text: str, place: int, number: int | None = None) -> bool:
    """Tell whether the number that ends at place counts what the next word names.

    A round number does so before any plural, another only before a word that is always counted.

    >>> counts_something("in 2000 camps", 7, 2000), counts_something("in 1998 talks", 7, 1998)
    (True, False)
    """
    match = _WORD_AFTER.match(text, place)
    if match is None:
        return text[place : place + 2].strip("\u00a0 ").startswith("%")
    word = match[1]
    if word.lower() in _UNIT_WORDS:
        return True
    return (
        number is not None
        and number % 50 == 0
        and word.islower()
        and word.endswith("s")
        and word not in _SINGULAR_IN_S
        and word not in _HAPPENINGS
    )


def names_a_happening(text: str, place: int) -> bool:
    """Tell whether the next word is one that years stand before: "election", "war"."""
    match = _WORD_AFTER.match(text, place)
    return match is not None and match[1].lower() in _HAPPENINGS


def counts_on(text: str, place: int) -> bool:
    """Tell whether a word follows at once that no clause begins with, for it is counted."""
    match = _WORD_AFTER.match(text, place)
    return match is not None and (
        match[1].lower() in _UNIT_WORDS or (match[1].islower() and match[1].endswith("s"))
    )
