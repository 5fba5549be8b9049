"""Parts of years, named in words before one: the first half of 2018, the end of May, Q3 2020."""

from __future__ import annotations

import re

from reader.text.counted import counts_something
from reader.text.leads import Lead, read_lead
from reader.text.moments import Moment

_B = r"[ \u00a0\n]"
_PART_OF = re.compile(
    rf"(?<![\w’'-])(?:the{_B})?(?:very{_B})?(?:beginning|start|middle|end|close"
    rf"|(?:(?P<half>first)|second|latter|last){_B}half"
    rf"|(?P<quarter>first|second|third|fourth|last|final){_B}quarter"
    rf"|(?:first|last|final|opening|closing){_B}(?:(?:few|two|three|four|six){_B})?"
    rf"(?:days?|weeks?|months?|years?)){_B}\Z",
    re.IGNORECASE,
)
_QUARTERS = {"first": 33, "second": 34, "third": 35, "fourth": 36, "last": 36, "final": 36}
_FISCAL = re.compile(r"(?<!\w)Q([1-4])[ \u00a0]\Z")


def read_part(text: str, moment: Moment, lead: Lead, floor: int) -> tuple[Moment, Lead]:
    """Return the half or quarter of the year that is meant, and what stands before its words.

    The end of a year is the year, for where an end begins nobody says.
    """
    number = 0
    if lead.word == "of":
        base = max(floor, lead.start - 40)
        match = _PART_OF.search(text[base : lead.start])
        if match and match["quarter"]:
            number = _QUARTERS[match["quarter"].lower()]
        elif match and "half" in match[0]:
            number = 40 if match["half"] else 41
    else:
        base = max(floor, moment.start - 4)
        match = _FISCAL.search(text[base : moment.start])
        number = 32 + int(match[1]) if match else 0
    if match is None or (moment.kind == "year" and counts_something(text, moment.end, moment.year)):
        return moment, lead
    start = base + match.start()
    outer = read_lead(text, start, floor)
    lead = outer._replace(part=match[0].strip(), part_start=start, the_start=-1)
    if number and moment.kind == "year" and moment.end - moment.start == 4:
        moment = moment._replace(kind="season", season=number)
    return moment, lead
