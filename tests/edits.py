"""Random edits of a document that know where every character went.

A document is a list of paragraphs, a paragraph a list of characters, and each character carries
where it stood in the text before, or nothing if an edit typed it. So the true place of any span
after any number of edits is known, and what places spans can be measured against it.
"""

import re
from collections import Counter, defaultdict

from tests.benchmarks.texts import LAST, MONTHS, WORDS

SMALL = "the of a in and to was by for with that from on it had which their were as at".split()
NAMES = [f"{first} {last}" for first in ("Ada", "Bela", "Caro", "Emil", "Ines") for last in LAST]
SENTENCE = re.compile(r"[^.!?]+[.!?]+[”)]*\s*|[^.!?]+\Z")
WORD = re.compile(r"\w+")
KINDS = (
    "typo typo typo word_of word_of word_of add add remove remove move rewrite split merge "
    "shift drop restore note"
).split()


class Edited:
    """A document under the hands of an editor whose every move is known."""

    def __init__(self, luck, paragraphs):
        self.luck = luck
        self.old = list(paragraphs)
        self.now = [
            [(character, (block, at)) for at, character in enumerate(text)]
            for block, text in enumerate(paragraphs)
        ]

    @property
    def new(self):
        return ["".join(character for character, _ in block) for block in self.now]

    def edit(self, times):
        for _ in range(times):
            self.once(self.luck.choice(KINDS))

    def once(self, kind):
        """Make one edit of this kind, or nothing where there is nothing to make it on."""
        getattr(self, f"_{kind}")()
        self.now = [block for block in self.now if any(not c.isspace() for c, _ in block)]

    # Where something can be edited --------------------------------------------------------------
    def _block(self):
        return self.luck.randrange(len(self.now))

    def _text(self, block):
        return "".join(character for character, _ in self.now[block])

    def _sentence(self):
        """Some sentence as (block, start, end), with the blanks after it."""
        block = self._block()
        spans = [match.span() for match in SENTENCE.finditer(self._text(block))]
        return (block, *self.luck.choice(spans))

    def _word(self):
        block = self._block()
        spans = [match.span() for match in WORD.finditer(self._text(block))]
        return (block, *self.luck.choice(spans)) if spans else (block, 0, 0)

    def _put(self, block, start, end, text):
        self.now[block][start:end] = [(character, None) for character in text]

    # The edits ----------------------------------------------------------------------------------
    def _typo(self):
        block, start, end = self._word()
        if end - start < 3:
            return
        at = self.luck.randrange(start, end - 1)
        letters = self.now[block]
        match self.luck.randrange(4):
            case 0:
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
            case 1:
                del letters[at]
            case 2:
                letters[at] = (self.luck.choice("aeionst"), None)
            case 3:
                letters.insert(at, (letters[at][0], None))

    def _word_edit(self, block, start, end):
        word = self.luck.choice([*WORDS, *SMALL])
        match self.luck.randrange(3):
            case 0:
                self._put(block, start, end, word)
            case 1:
                self._put(block, start, start, f"{word} ")
            case 2:
                after = self._text(block)[end : end + 1]
                self._put(block, start, end + (after == " "), "")

    def _word_of(self):
        self._word_edit(*self._word())

    def _add(self):
        block, start, end = self._sentence()
        at = self.luck.choice([start, end])
        before = " " if at and not self.now[block][at - 1][0].isspace() else ""
        after = " " if at < len(self.now[block]) else ""
        self._put(block, at, at, before + sentence(self.luck) + after)

    def _remove(self):
        block, start, end = self._sentence()
        self._put(block, start, end, "")

    def _move(self):
        block, start, end = self._sentence()
        taken = self.now[block][start:end]
        del self.now[block][start:end]
        there = self._block()
        spans = [match.span() for match in SENTENCE.finditer(self._text(there))] or [(0, 0)]
        at = self.luck.choice(spans)[self.luck.randrange(2)]
        if taken and not taken[-1][0].isspace():
            taken = [*taken, (" ", None)]
        if at and not self.now[there][at - 1][0].isspace():
            taken = [(" ", None), *taken]
        self.now[there][at:at] = taken

    def _rewrite(self):
        block, start, end = self._sentence()
        after = " " if end < len(self.now[block]) else ""
        self._put(block, start, end, sentence(self.luck) + after)

    def _split(self):
        block, _, end = self._sentence()
        if 0 < end < len(self.now[block]):
            self.now[block : block + 1] = [self.now[block][:end], self.now[block][end:]]
            while self.now[block] and self.now[block][-1][0].isspace():
                self.now[block].pop()

    def _merge(self):
        block = self._block()
        if block + 1 < len(self.now):
            together = [*self.now[block], (" ", None), *self.now[block + 1]]
            self.now[block : block + 2] = [together]

    def _shift(self):
        taken = self.now.pop(self._block())
        self.now.insert(self.luck.randrange(len(self.now) + 1), taken)

    def _drop(self):
        if len(self.now) > 3:
            self.now.pop(self._block())

    def _restore(self):
        """Delete a paragraph and put it back: nothing has happened to its words."""
        at = self._block()
        self.now.insert(at, self.now.pop(at))

    def _note(self):
        """Add a note in the middle of the notes, so that those after it are numbered anew."""
        at = len(self.now) - self.luck.randrange(1, max(2, len(self.now) // 4))
        text = f"See {self.luck.choice(NAMES)}, {sentence(self.luck)}"
        self.now.insert(max(0, at), [(character, None) for character in text])

    # The truth ----------------------------------------------------------------------------------
    def places(self):
        """Where each character of the old text stands: (block, offset) by (block, offset)."""
        return {
            origin: (block, at)
            for block, letters in enumerate(self.now)
            for at, (_, origin) in enumerate(letters)
            if origin is not None
        }


def true_place(places, block, start, end):
    """Return (survivors, block, start, end) of a span: the block with most of its characters."""
    there = defaultdict(list)
    for at in range(start, end):
        if (block, at) in places:
            now, offset = places[block, at]
            there[now].append(offset)
    if not there:
        return 0, None, 0, 0
    best = max(there, key=lambda now: (len(there[now]), -now))
    return len(there[best]), best, min(there[best]), max(there[best]) + 1


def sentence(luck):
    """Return an invented sentence as prose has them: many small words, some names and sources."""
    words = []
    for _ in range(luck.randint(5, 22)):
        pool = SMALL if luck.random() < 0.45 else WORDS
        words.append(luck.choice(pool))
    if luck.random() < 0.7:
        words.insert(luck.randrange(len(words)), luck.choice(NAMES))
    text = " ".join(words)
    if luck.random() < 0.3:
        month, day, year = luck.choice(MONTHS), luck.randint(1, 28), luck.randint(1990, 2020)
        text += f" (Port {luck.choice(LAST)}, {month} {day}, {year})"
    return text[:1].upper() + text[1:] + "."


def document(luck, *, paragraphs=45, twins=0.03):
    """Return the paragraphs of an invented document; some sentences stand in it twice."""
    said, texts = [], []
    for _ in range(paragraphs):
        sentences = []
        for _ in range(luck.randint(1, 8)):
            again = said and luck.random() < twins
            sentences.append(luck.choice(said) if again else sentence(luck))
        said += sentences
        texts.append(" ".join(sentences))
    return texts


def spans(luck, texts, count=300):
    """Return spans of all kinds as (block, start, end): names, words, phrases, sentences."""
    found = []
    for block, text in enumerate(texts):
        found += [(block, *m.span()) for name in NAMES for m in re.finditer(re.escape(name), text)]
        found += [(block, *match.span()) for match in re.finditer(r"\(Port[^)]*\)", text)]
    luck.shuffle(found)
    found = found[: count // 2]
    while len(found) < count:
        block = luck.randrange(len(texts))
        words = [match.span() for match in WORD.finditer(texts[block])]
        first = luck.randrange(len(words))
        last = min(len(words) - 1, first + luck.choice([0, 0, 1, 2, 4, 8, 15, 30]))
        found.append((block, words[first][0], words[last][1]))
    return found


def measure(places, asked, placements):
    """Count how many of the asked spans were placed right, in a wrong place, re-anchored, lost.

    A span survives with half of its characters. It is right where the place found and the true
    one have eight tenths of their characters in common, and in a wrong place where they have
    nothing in common.
    """
    count = Counter()
    for (block, start, end), placement in zip(asked, placements, strict=True):
        survivors, now, low, high = true_place(places, block, start, end)
        found = placement.span
        if survivors == 0:
            count["deleted"] += 1
            count["re-anchored"] += found is not None
        elif survivors * 2 >= end - start and high - low <= 2.2 * (end - start) + 40:
            count["surviving"] += 1
            if found is None:
                count["missed"] += 1
                continue
            common = min(high, found.end) - max(low, found.start)
            together = max(high, found.end) - min(low, found.start)
            if placement.block != now or common <= 0:
                count["wrong place"] += 1
            elif common >= 0.8 * together:
                count["right"] += 1
                count["exact"] += common == together
            else:
                count["near"] += 1
    return count
