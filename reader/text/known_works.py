"""Short forms of works that the document gives in full, wherever in a note they stand.

A shape alone tells few short forms: "Bell, Wet Feet" may be anything. Where the document gives
Bell's "Wet Feet: Memories of a Ferryman" in full, the words themselves tell it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reader.text import gazetteer
from reader.text.authors import initials_of, is_within, names_of, words_of
from reader.text.citations import FoundCitation
from reader.text.dates import PartialDate
from reader.text.footnotes import is_by
from reader.text.reference_parts import LOCATOR, PAGE_LOCATOR, UNTOLD, YEAR, is_body, read_locator
from reader.text.references import find_references
from reader.text.spans import Span

_Names = tuple[str, ...]
_Words = list[tuple[str, int]]  # each word as `words_of` has it, and its end in the text

_MOST_WORDS = 30
_MOST_NAMES = 8
_MOST_WORKS = 20
_START = re.compile(r"(?<![\w’'])[^\W\d_a-z][\w’'ʼ‘]*")
_WORD = re.compile(r"\w[\w’'ʼ‘ʿ]*")
_BETWEEN = re.compile(r"(?:[ \u00a0]|: |, |[-–—‐‑]| [-–—] )(?=\w)")
_OTHERS = re.compile(
    r"(?P<others>,? (?:and|&|und|et|y) (?:[A-Z]\. ?){0,3}[^\W\d_a-z][\w’'-]*| et al\.?(?!\w))?"
    r"(?:,? \(?[Ee]ds?\.\)?)?(?:[’']s)?"
)
_TO_TITLE = re.compile(
    r"(?:(?:,| in|:) ?| )(?P<quote>[“‘\"„«*_]?)(?:(?:[Tt]he|An?|La|Le|Les|Der|Die|Das) )?"
)
_AFTER_TITLE = re.compile(
    r"(?P<quote>(?:…|\.\.\.)?[,.]?[”’\"»“*_]?)[,:]?"
    rf"(?P<year> \(?{YEAR}[a-z]?\)?[,:]?(?![\w/–-]))?"
    rf"(?: ?(?P<open>\(?)(?P<locator>{LOCATOR})\)?(?![\w/-]|\.[0-9]))?"
)
_IMPRINT = re.compile(r",? \([^()]{3,80}[0-9]{4}\)")
_ENDED = re.compile(r"[,;.:!?)\]]|\s*$| (?:and|und|et|&) | [\[(]")
_LAST = re.compile(r"\.?\s*(?:;|$)|\. ")
_PAGES = re.compile(rf"(?:,|:)? (?P<locator>{PAGE_LOCATOR})(?![\w-])")
_PAGE_LAST = re.compile(
    r"(?:,|:) (?P<locator>[0-9]{1,4}(?:[-–][0-9]{1,4})?(?:n[0-9]{1,3}|ff?\.?)?)\.?\s*(?:;|$)"
)
_PAPER = re.compile(
    r" (?:report|study|article|paper|book|essay|memo(?:randum)?|survey|review|briefing|letter"
    rf"|judge?ment|statement|dispatch|interview)(?:,? \(?(?P<year>{YEAR})\)?)?,? \(?"
    rf"(?P<locator>{PAGE_LOCATOR}|[0-9]{{1,4}}(?:[-–][0-9]{{1,4}})?)\)?(?![\w-])",
    re.I,
)
# How a title, a page or a paper may follow a name; of most names nothing of the kind does.
_GOES_ON = re.compile(
    r"[,:]| (?:in\b|[“‘\"„«*_§]|[SspvcPV]|(?:report|study|article|book|essay|memo|review|briefing"
    r"|letter|judg|dispatch|interview))",
    re.I,
)
_GIVEN = re.compile(
    r"(?<![\w’'.-])(?:(?:[A-Z]\.[ -]?){1,3}|(?:[^\W\d_a-z][\w’'-]{1,30} ){1,2})?"
    r"(?:(?:de|del|di|da|van|von|der|den|al|el) |(?:al|el)-){0,2}\Z"
)
_QUOTES = '“‘"„«*_'
_ARTICLES = frozenset(["the", "a", "an", "la", "le", "les", "der", "die", "das"])
_SAME = frozenset(["idem", "id", "eadem", "ders", "dies"])
_MONTHS = frozenset(["may", "march", "april", "august", "june"])


def find_notes(
    texts: Sequence[str], listed: Sequence[FoundCitation] = ()
) -> list[list[FoundCitation]]:
    """Return the citations of each note of a document, as `find_references` does, in order.

    Added are short forms of works that some note gives in full: "as Bell, Wet Feet, says", "Bell,
    p. 14", "the Lamp House report, p. 8". What each means is for `resolve_short_forms` to tell.
    `listed` are the works of the document's list of works, which are known too.
    """
    notes = [find_references(text) for text in texts]
    full = [citation for found in notes for citation in found if citation.form == "full"]
    known = _Known([*full, *listed])
    return [known.complete(text, found) for text, found in zip(texts, notes, strict=True)]


class _Known:
    """The works that a document gives in full, by who made them and by the words of their titles.

    Each look-up is of whole words, so that ten thousand works by one author stay linear.
    """

    def __init__(self, full: Iterable[FoundCitation]) -> None:
        self._works: defaultdict[_Names, list[FoundCitation]] = defaultdict(list)
        self._titles: defaultdict[tuple[_Names, str], list[FoundCitation]] = defaultdict(list)
        self._openings: dict[_Names, _Names] = {}
        seen = set()
        for work in full:
            title = words_of(work.title)
            key = (work.author, work.publisher, title, work.date)
            if key in seen:
                continue
            seen.add(key)
            for names in _names_to_go_by(work):
                _add(self._works[names], work)
                for word in set(title[:_MOST_WORDS]):
                    _add(self._titles[names, word], work)
            first = int(len(title) > 2 and title[0] in _ARTICLES)
            if len(title) > 1:
                self._openings.setdefault(title[first : first + 2], title[first:])
        self._first = {names[0] for names in self._works} | {words[0] for words in self._openings}

    def complete(self, text: str, found: list[FoundCitation]) -> list[FoundCitation]:
        """Return the citations found in a note with the short forms that knowing works tells."""
        if not self._first:
            return found
        kept = [self._as_short(one) for one in found]
        taken = [one.span for one in kept if one.form != "short" or self._fits(one)]
        if len(taken) == 1 and taken[0].end - taken[0].start > len(text) - 6:
            return kept
        added: list[FoundCitation] = []
        reached = place = 0
        for match in _START.finditer(text):
            start = match.start()
            while place < len(taken) and taken[place].end <= start:
                reached = max(reached, taken[place].end)
                place += 1
            limit = taken[place].start if place < len(taken) else len(text)
            if not reached <= start < limit:
                continue
            words = words_of(match[0])
            if not words or words[0] not in self._first:
                continue
            one = self._named_at(text, start, reached) or self._titled_at(text, start, reached)
            if one and one.span.end <= limit:
                added.append(one)
                reached = one.span.end
        return _joined(kept, added) if added else kept

    def _as_short(self, found: FoundCitation) -> FoundCitation:
        """Return what is cited by author and year as a short form, where the work is known."""
        if found.form == "inline" and found.author and found.date.year and not found.title:
            names = names_of(found.author)[:1]
            for work in self._works.get(names[0][-1:], ()) if names else ():
                if work.title and work.date.year == found.date.year and is_by(found, work):
                    return replace(found, form="short")
        if found.form == "short" and found.title and found.author.strip(". ").lower() in _SAME:
            return replace(found, author="")
        return found

    def _fits(self, short: FoundCitation) -> bool:
        """Tell whether a short form may mean one of the works; one that points back always may."""
        title, names = words_of(short.title), names_of(short.author or short.publisher)
        if short.refers or not names or not (title or short.date.year):
            return True
        works = [
            work
            for known in (names[0], names[0][-1:])
            for work in (
                self._titles.get((known, title[0]), []) if title else self._works.get(known, [])
            )
            if is_by(short, work)
        ]
        if not title:
            return any(work.date.year == short.date.year for work in works)
        return any(is_within(title, words_of(work.title)) for work in works)

    def _named_at(self, text: str, start: int, reached: int) -> FoundCitation | None:
        """Return the short form that begins with the name at start, or with what is before it."""
        words = _following(text, start, _MOST_NAMES)
        for size in range(len(words), 0, -1):
            names = tuple(word for word, _ in words[:size])
            if names not in self._works:
                continue
            end = words[size - 1][1]
            others = _OTHERS.match(text, end)
            after = others.end() if others else end
            if not _GOES_ON.match(text, after):
                return None
            begin = _with_given(text, start, reached, self._works[names])
            if begin is None:
                return None
            named = text[begin : others.end("others") if others and others["others"] else end]
            short = FoundCitation(Span(begin, end), "short", author=named, confidence=UNTOLD)
            one = self._with_title(text, short, after, names) or self._with_page(
                text, short, after, names
            )
            if one and not any(is_by(short, work) for work in self._works[names]):
                return replace(one, author=text[begin:end])
            return one
        return None

    def _with_title(
        self, text: str, short: FoundCitation, end: int, names: _Names
    ) -> FoundCitation | None:
        opening = _TO_TITLE.match(text, end)
        words = _following(text, opening.end(), _MOST_WORDS) if opening else []
        if not opening or not words or (opening[0] == " " and not opening["quote"]):
            return None
        sizes = [
            _run(words, title)
            for work in self._titles.get((names, words[0][0]), ())
            for title in [words_of(work.title)]
        ]
        size = max(sizes, default=0)
        if not size or not _is_telling([word for word, _ in words[:size]]):
            return None
        title = Span(opening.end(), words[size - 1][1])
        return _ending(text, short, title, is_quoted=bool(opening["quote"]))

    def _with_page(
        self, text: str, short: FoundCitation, end: int, names: _Names
    ) -> FoundCitation | None:
        """Read "Bell, p. 14", "Bell, 14." as a whole, and "the Lamp House report, p. 8"."""
        match = _PAPER.match(text, end)
        if match is None and (not is_body(short.author) or len(self._works[names]) == 1):
            match = _PAGES.match(text, end)
            if match is None and _is_free(text, short.span.start):
                match = _PAGE_LAST.match(text, end)
        if match is None:
            return None
        locator = read_locator(match["locator"]) or match["locator"]
        year = match.groupdict().get("year")
        date = PartialDate(int(year)) if year else PartialDate()
        span = Span(short.span.start, match.end("locator"))
        return replace(short, span=span, locator=locator, date=date)

    def _titled_at(self, text: str, start: int, reached: int) -> FoundCitation | None:
        """Return the short form that begins with the title at start, and names nobody."""
        first = tuple(word for word, _ in _following(text, start, 2)[:2])
        full = self._openings.get(first)
        if not full:
            return None
        words = _following(text, start, _MOST_WORDS)
        size = _run(words, full)
        if size < 2 or sum(len(word) for word, _ in words[:size]) < 7:
            return None
        begin = start
        for article in ("The ", "A ", "An "):
            if text.endswith(article, reached, start):
                begin -= len(article)
        title = Span(begin, words[size - 1][1])
        is_quoted = begin > reached and text[begin - 1] in _QUOTES
        begin -= is_quoted
        if not _is_free(text, begin):
            return None
        short = FoundCitation(Span(begin, title.end), "short", confidence=UNTOLD)
        one = _ending(text, short, title, is_quoted=is_quoted)
        if one is None or one.locator or (is_quoted and _LAST.match(text, one.span.end)):
            return one
        return one if size == len(full) and _LAST.match(text, one.span.end) else None


def _add(works: list[FoundCitation], work: FoundCitation) -> None:
    if len(works) < _MOST_WORKS:
        works.append(work)


def _names_to_go_by(work: FoundCitation) -> Iterator[_Names]:
    """Yield the names of who made a work by which a short form may go: surnames, bodies."""
    if not work.author or is_body(work.author):
        words = words_of(work.author or work.publisher)
        yield from (words,) if words else ()
        yield from ((letters,) for letters in initials_of(words))
        return
    for name in names_of(work.author)[:1]:
        suffixes = [name[start:] for start in range(len(name))]
        for names in dict.fromkeys([*suffixes, *((word,) for word in name[1:])]):
            if len(names[-1]) > 1 and names[-1] not in _MONTHS:
                yield names


def _following(text: str, start: int, most: int) -> _Words:
    """Return the words from start on that nothing but a blank, a comma or a hyphen parts."""
    words: _Words = []
    while len(words) < most and (match := _WORD.match(text, start)):
        words += [(word, match.end()) for word in words_of(match[0])]
        between = _BETWEEN.match(text, match.end())
        if between is None:
            break
        start = between.end()
    return words


def _run(words: _Words, title: Sequence[str]) -> int:
    """Return how many of the words stand in a title one after the other, at most."""
    best = 0
    for start, first in enumerate(title[:_MOST_WORDS]):
        if first == words[0][0]:
            size = 1
            while size < min(len(words), len(title) - start) and (
                words[size][0] == title[start + size]
            ):
                size += 1
            best = max(best, size)
    return best


def _is_telling(words: Sequence[str]) -> bool:
    return any(len(word) > 3 and word.isalpha() for word in words) or len(words) > 1


def _ending(
    text: str, short: FoundCitation, title: Span, *, is_quoted: bool
) -> FoundCitation | None:
    """Return the short form with its title and what follows it; None where more of it follows."""
    after = _AFTER_TITLE.match(text, title.end)
    if after is None or _IMPRINT.match(text, after.end("quote")):
        return None
    closes = after["quote"].strip(",.… ")
    if is_quoted and not closes:
        return None
    is_ended = closes or after["locator"] or after["year"] or _ENDED.match(text, title.end)
    if not is_ended:
        return None
    end = title.end + (len(after["quote"]) if closes else 0)
    date, locator = PartialDate(), ""
    if after["year"]:
        end = after.end("year")
        date = PartialDate(int(re.sub(r"[^0-9]", "", after["year"])))
    if after["locator"]:
        end = after.end() if after["open"] else after.end("locator")
        locator = read_locator(after["locator"]) or after["locator"]
    end -= len(text[title.end : end]) - len(text[title.end : end].rstrip(",.: "))
    return replace(
        short, span=Span(short.span.start, end), title=title.of(text), date=date, locator=locator
    )


def _with_given(text: str, start: int, reached: int, works: Sequence[FoundCitation]) -> int | None:
    """Return where the name begins with the given names before it; None for another person's."""
    match = _GIVEN.search(text, max(reached, start - 60), start)
    if match is None or match.end() != start or not match[0]:
        return start
    given = words_of(match[0])
    for work in works:
        for name in names_of(work.author)[:1]:
            if any(_agree(given, name[at:]) for at in range(len(name))):
                return match.start()
    first = match[0].split(" ")[0].lower()
    is_other = first in gazetteer.GIVEN_NAMES or re.match(r"[A-Z]\.", match[0]) is not None
    return None if is_other else start


def _agree(said: _Names, full: _Names) -> bool:
    return len(said) <= len(full) and all(
        a == b or (len(a) == 1 and b.startswith(a)) for a, b in zip(said, full, strict=False)
    )


def _is_free(text: str, start: int) -> bool:
    """Tell whether what begins at start follows no name and no comma."""
    before = text[max(0, start - 30) : start].rstrip(' (“‘"')
    if not before or before[-1] in ".;:—–":
        return True
    return before[-1].isalpha() and before.rpartition(" ")[2].strip("(“").islower()


def _joined(kept: Sequence[FoundCitation], added: Sequence[FoundCitation]) -> list[FoundCitation]:
    """Return both in reading order, without those of the first that overlap one of the second."""
    whole = list(added)
    place = 0
    for one in kept:
        while place < len(added) and added[place].span.end <= one.span.start:
            place += 1
        if place == len(added) or not added[place].span.overlaps(one.span):
            whole.append(one)
    return sorted(whole, key=lambda one: one.span)
