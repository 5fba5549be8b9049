"""Invented texts of any length, of the kind the product reads; the same for the same seed."""

import json
import random
import re
from functools import cache

from tests.gold import ARTICLE, ROOT

WORDS = (
    "the harbour of a town that nobody had heard about until its council sold every ship and "
    "wrote letters to traders who never came while clerks counted salt silver wool and debts"
).split()
FIRST = "Ada Bela Caro Dina Emil Fero Gita Hugo Ines Joro Kira Lono Mira Nils Orla Pavo".split()
LAST = "Marsh Sefir Harun Tolva Brandt Okoro Lindqvist Varga Petrov Quist Renard Solis".split()
PAPERS = "Post Times Gazette Herald Courier Review Monitor News".split()
MONTHS = "January February March April May June July August September October".split()


def names(count, seed=1):
    """Return count different invented names of two or three words."""
    luck = random.Random(seed)
    found = {}
    while len(found) < count:
        letters = "".join(luck.choices("aeioubdgklmnprstvz", k=5)).capitalize()
        found[f"{luck.choice(FIRST)} {letters} {luck.choice(LAST)}"] = None
    return list(found)


def article(size, known=(), seed=1):
    """Return a plain text of about size characters with citations, notes and known names."""
    luck = random.Random(seed)
    parts, notes, length = ["The Ledger of the Salt Road", ""], [], 0
    while length < size:
        sentences = []
        for _ in range(5):
            words = luck.choices(WORDS, k=16)
            if known:
                words.insert(luck.randrange(16), luck.choice(known))
            sentence = " ".join(words).capitalize()
            if luck.random() < 0.3:
                day, month = luck.randint(1, 28), luck.choice(MONTHS)
                sentence += (
                    f" (Port {luck.choice(LAST)}, {month} {day}, {luck.randint(1990, 2020)})"
                )
            sentences.append(sentence + ".")
        paragraph = " ".join(sentences)
        if luck.random() < 0.5:
            number = len(notes) + 1
            paragraph += f" [{number}]"
            notes.append(
                f"[{number}] See {luck.choice(FIRST)} {luck.choice(LAST)}, “Of Salt and Ships "
                f"{number},” (Harbour Press, {luck.choice(MONTHS)} {luck.randint(1980, 2020)})"
            )
        parts += [paragraph, ""]
        length += len(paragraph) + 2
    return "\n".join([*parts, *(line for note in notes for line in (note, ""))])


def prose(size, known, seed=1):
    """Return a plain text of about size characters that reads like the texts of the test cases.

    Its sentences are theirs, no two alike: names are drawn from known, numbers are others, one
    small word in eight is another. Every sixth sentence is cited, in many forms; every fifth
    paragraph has a note.
    """
    luck = random.Random(seed)
    sentences = _sentences()
    small = [word for one in sentences for word in one.split() if word.islower()]
    parts, notes, length = ["The Ledger of the Salt Road", ""], [], 0
    while length < size:
        paragraph = " ".join(
            _vary(luck, sentences, small, known) for _ in range(luck.randint(3, 8))
        )
        if luck.random() < 0.2:
            number = len(notes) + 1
            paragraph += f" [{number}]"
            notes.append(f"[{number}] {_note(luck, known)}")
        parts += [paragraph, ""]
        length += len(paragraph) + 2
        if luck.random() < 0.1:
            parts += [" ".join(luck.choices(small, k=5)).title(), ""]
    return "\n".join([*parts, *(line for note in notes for line in (note, ""))])


@cache
def _sentences():
    texts = [ARTICLE.read_text(encoding="utf-8")]
    for path in sorted((ROOT / "tests/cases/proposals").glob("*.json")):
        texts += json.loads(path.read_text(encoding="utf-8"))["texts"]
    found = []
    for text in texts:
        for paragraph in text.split("\n"):
            plain = re.sub(r"\{\??([^{}|]*)(?:\|[^{}]*)?\}", r"{\1}", paragraph)
            plain = re.sub(r" ?\[\d+\]| ?\([^()]*\d{4}\)", "", plain)
            found += [
                one for one in re.split(r"(?<=[a-z”][.?!]) (?=[A-Z])", plain) if len(one) > 40
            ]
    return found


def _vary(luck, sentences, small, known):
    sentence = luck.choice(sentences)
    sentence = re.sub(
        r"\{([^{}]*)\}", lambda match: luck.choice([match[1], luck.choice(known)]), sentence
    )
    words = [
        luck.choice(small) if w.islower() and luck.random() < 0.12 else w for w in sentence.split()
    ]
    sentence = re.sub(r"\d", lambda match: str(luck.randint(1, 2)), " ".join(words))
    if luck.random() < 0.17:
        sentence = f"{sentence.rstrip('.')} ({_cited(luck)})."
    return sentence


def _cited(luck):
    paper, name = f"{luck.choice(LAST)} {luck.choice(PAPERS)}", luck.choice(LAST)
    day, month, year = luck.randint(1, 28), luck.choice(MONTHS), luck.randint(1980, 2022)
    english, american = f"{day} {month} {year}", f"{month} {day}, {year}"
    date = luck.choice([american, american.replace(",", ""), english, f"{month} {day}"])
    forms = [
        f"{paper}, {date}; al-{name}, {month} {day}",
        f"{name} {year}",
        f"{name} and {luck.choice(LAST)} {year}: {day}–{day + 5}",
        f"see {name} et al. {year}a; {name} 2001",
    ]
    return luck.choice([*forms, *[f"{paper}, {date}"] * 5])


def _note(luck, known):
    name, number, year = luck.choice(known), luck.randint(1, 300), luck.randint(1950, 2020)
    paper, month = f"{luck.choice(LAST)} {luck.choice(PAPERS)}", luck.choice(MONTHS)
    return luck.choice(
        [
            f"{name}, “Of Salt and Ships {number},” (Harbour Press, {month} {year})",
            f"See {name}, “Salt,” Harbour Review {number}, no. 2 ({year}): {number}–{number + 9}.",
            f"{name.split()[-1]} {year}, {number}.",
            f"Ibid., {number}.",
            f"“The Price of Wool,” {paper}, {number % 28 + 1} May {year}, https://news.example/{number}.",
            f"This is what {name} said, though nobody there believed it ({_cited(luck)}).",
        ]
    )
