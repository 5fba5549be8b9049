"""Invented texts of any length, of the kind the product reads; the same for the same seed."""

import random

WORDS = (
    "the harbour of a town that nobody had heard about until its council sold every ship and "
    "wrote letters to traders who never came while clerks counted salt silver wool and debts"
).split()
FIRST = "Ada Bela Caro Dina Emil Fero Gita Hugo Ines Joro Kira Lono Mira Nils Orla Pavo".split()
LAST = "Marsh Sefir Harun Tolva Brandt Okoro Lindqvist Varga Petrov Quist Renard Solis".split()
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
