"""Dates in other languages than English, as citations give them: "(La Nation, 25 avril 2025)".

Only what stands as the date of a citation is read so; running text is misread too easily.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.text.dates import PartialDate

# For each month its names (nominative and genitive, without stops), several languages together.
# A name that two languages give to two months ("listopad") is left to the one with more readers.
_MONTHS = (
    "janvier janv enero ene januar jänner januari gennaio gen janeiro ianuarie ocak января янв"
    " січня stycznia januara يناير",
    "février févr febrero feb februar februari febbraio febbr fevereiro fev februarie şubat"
    " февраля фев лютого lutego februara فبراير شباط",
    "mars marzo märz maart março martie mart марта березня marca مارس آذار",
    "avril avr abril abr april aprile aprilie nisan апреля апр квітня kwietnia aprila أبريل"
    " إبريل نيسان",
    "mai mayo mei maggio maio mayıs maj мая травня maja مايو أيار",
    "juin junio juni giugno junho iunie haziran июня червня czerwca juna يونيو حزيران",
    "juillet juil julio juli luglio julho iulie temmuz июля липня lipca jula يوليو تموز",
    "août agosto ago august augustus agustus ağustos augusti августа авг серпня sierpnia avgusta"
    " أغسطس آب",
    "septembre sept septiembre setiembre september settembre setembro septembrie eylül сентября"
    " сент вересня września septembra سبتمبر أيلول",
    "octobre oct octubre oktober ottobre outubro octombrie ekim октября окт жовтня października"
    " oktobra أكتوبر",
    "novembre nov noviembre november novembro noiembrie kasım ноября ноя листопада listopada"
    " novembra نوفمبر",
    "décembre déc diciembre dic dezember december dicembre dezembro decembrie desember aralık"
    " декабря дек грудня grudnia decembra ديسمبر",
)
_NUMBERS = {name: at for at, names in enumerate(_MONTHS, start=1) for name in names.split()}
# The Levant's two Kanuns and two Tishrins are of two words.
_NUMBERS |= {"كانون الثاني": 1, "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def _any(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


# German writes them with a capital; other capitalised ones are names too ("Mars 2020").
_CAPITALS = "Januar Jänner Februar März Mai Juni Juli Oktober Dezember".split()
_DAY, _YEAR, _NUMBER = "[0-3]?[0-9]", "(?:1[5-9]|20)[0-9]{2}", "[01]?[0-9]"
_FORMS = (
    rf"(?P<day>{_DAY})(?:\.|er|º|ª)?(?: de| d[’'])? ?(?P<name>(?i:{_any(_NUMBERS)}))\.?,?"
    rf"(?: de| del)? (?P<year>{_YEAR})",
    rf"(?P<name>{_any([*_NUMBERS, *_CAPITALS])})\.?(?: de| del)? (?P<year>{_YEAR})",
    rf"(?P<year>{_YEAR})年(?P<number>{_NUMBER})月(?:(?P<day>{_DAY})日)?",
    rf"(?P<day>{_DAY})\. ?(?P<roman>{_any(_ROMAN)})\.? ?(?P<year>{_YEAR})\.?",
    rf"(?P<day>{_DAY})\. (?P<number>{_NUMBER})\. (?P<year>{_YEAR})\.?",
)
_READINGS = [re.compile(form) for form in _FORMS]

# What a date in another language is, without groups, for use inside the patterns of other files.
# The look-ahead changes nothing; it passes over most places faster than what follows.
_FIRST = "".join(sorted({name[0] for name in (*_NUMBERS, *_CAPITALS)}))
_ANY_FORM = "|".join(re.sub(r"\?P<\w+>", "?:", form) for form in _FORMS)
FOREIGN_DATE = f"(?=[0-9{_FIRST}])(?:{_ANY_FORM})"


def read_foreign_date(text: str) -> PartialDate | None:
    """Return the date that text as a whole writes in another language than English, else None.

    >>> [read_foreign_date(text).edtf for text in ("25 avril 2025", "19.VI.2023", "März 2021")]
    ['2025-04-25', '2023-06-19', '2021-03']

    Days come before months; a day that no calendar has makes the whole no date.
    """
    for pattern in _READINGS:
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            day = parts.get("day")
            try:
                return PartialDate(int(parts["year"]), _month(parts), int(day) if day else None)
            except ValueError:
                return None
    return None


def _month(parts: dict[str, str]) -> int:
    if name := parts.get("name"):
        return _NUMBERS[name.lower()]
    if roman := parts.get("roman"):
        return _ROMAN.index(roman) + 1
    return int(parts["number"])
