"""What the browser tests read: the demo's data and a few documents more.

`python -m tests.browser.filling FOLDER` fills the database that the environment names; it is a
process of its own because pytest's own database is another one.
"""

import json
import re
import sys
from datetime import timedelta
from pathlib import Path

import django
from django.core.management import call_command
from django.utils import timezone

from tests.browser.talk import PEOPLE, TALK, TALK_TEXT, fill_talk

ARTICLE = "/documents/resistance-axis/"
LONG = "/documents/long/"
ARABIC = "/documents/arabic/"
MIXED = "/documents/mixed/"
OLD = "/documents/old/"
MARGIN = "/documents/margin/"  # the one document that tests write annotations on
HOSTILE = "/documents/hostile/"  # its words are those that hostile annotations stand on
MENDED = "/documents/mended/"  # the one document whose text tests change
PARAGRAPHS, NOTES = 400, 150
READERS, EDITOR, PASSWORD = ("ada", "bo"), "ed", "a salt road at night"

ACTORS = """[
  {"name": "Daily Bell", "kind": "media"},
  {"name": "Ada Marsh", "kind": "person", "aliases": ["Marsh"]},
  {"name": "Salt Guard", "kind": "group"}
]"""
HOSTILE_CASES = json.loads(
    (Path(__file__).parent.parent / "cases/hostile_annotations.json").read_text()
)

# Everything that a document can hold, each beside what it could be confused with.
MIXED_TEXT = """---
title: "The salt road: A walk in nine parts"
language: en
authors: [Ada Marsh, Bo Quist]
publication: Coast Review
volume: "3"
date: 2021-05-02
url: https://example.org/salt-road
licence: CC BY 4.0
---

## The *first* part

Ada Marsh met the Salt Guard in **the harbour** (Daily Bell, May 2, 2019).[^two] The [Salt Guard
office](https://example.org/guard) stood open, and `salt < 5 & salt > 3` was its rule.[^cited]

### A part within it

> A quotation, in which the Salt Guard says what it said before.[^two]

1. A first thing
2. A second thing
   - and a thing within it

- a thing without a number

## The last part

{.caption}
The harbour in the morning.

| Year | Carts of salt |
| --- | --- |
| 2019 | 1,200 |
| 2020 | 940 |

A word that nobody can break: Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamten.

[^two]: A note of two paragraphs, cited from two places, in which Ada Marsh is named.

    Its second paragraph cites (Daily Bell, May 4, 2019) too.

[^cited]: Cited once (Daily Bell, May 2, 2019).
"""

MARGIN_TEXT = """---
title: On the salt of the coast
language: en
---

## How it was carried

The carts went by night, because the day belonged to the guard. Nobody counted them. 😀 At the
gate the Salt Guard let them pass for a coin.[^1]

A second paragraph repeats itself. Nobody counted them, and nobody wrote it down.

A third paragraph says that the harbour burned in 1999, or so they say.

[^1]: The coin is in the museum.
"""

# Each paragraph loses a sentence in one test: the words that an annotation stood on.
MENDED_TEXT = """---
title: What is said of the bridge
language: en
---

The first bridge was built of oak. It stood for a hundred years, and carts went over it.

The second bridge was built of stone. It stood for a thousand years, and nobody went over it.

The third bridge was built of iron. It stood for ten years, and then it was sold.
"""

OLD_TEXT = """---
title: An old notice
language: en
---

It was put away, and can still be read.
"""


def long_text():
    """Return a manuscript of PARAGRAPHS paragraphs and NOTES notes."""
    lines = ["---", "title: A long way", "language: en", "---", ""]
    notes, every = [], PARAGRAPHS // NOTES
    for number in range(1, PARAGRAPHS + 1):
        if number % 40 == 1:
            lines += [f"## Stage {number // 40 + 1}", ""]
        marker = ""
        if number % every == 0 and len(notes) < NOTES:
            label = len(notes) + 1
            marker = f"[^{label}]"
            notes += [
                f"[^{label}]: Note {label} says why (Daily Bell, May {label % 28 + 1}, 2019)."
            ]
        lines += [
            f"On day {number} Ada Marsh went on along the road, and the Salt Guard went with her. "
            "Nothing was said of the weather, which had been fair for a week and would be fair for "
            f"another, nor of the carts, which were late again.{marker} Then it was evening.",
            "",
        ]
    return "\n".join([*lines, *notes, ""])


def arabic_text():
    """Return a manuscript that runs from right to left."""
    text, notes = [], []
    for number in range(1, 9):
        text += [
            "هذه فقرة قصيرة عن طريق الملح وعن الناس الذين ساروا فيه عاما بعد عام، وفيها ما يكفي من "
            f"الكلمات لتملأ أكثر من سطر واحد على الشاشة الواسعة.[^{number}] ثم جاء المساء.",
            "",
        ]
        notes += [f"[^{number}]: هذه حاشية قصيرة تقول من أين جاء الخبر.", ""]
    head = ["---", "title: طريق الملح", "language: ar", "direction: rtl", "---", ""]
    return "\n".join([*head, *text, *notes])


def hostile_text(quotes):
    """Return a manuscript whose paragraphs say these words, whatever they are, and no markup."""
    lines = (re.sub(r"([^\w\s])", r"\\\1", quote) for quote in quotes)
    return "\n\n".join(["---\ntitle: What is said\nlanguage: en\n---", *lines, ""])


def fill(folder):
    """Import the demo's article and the documents above into the database."""
    from reader.models import Document

    call_command("demo", "--no-serve", stdout=sys.stderr)
    actors = folder / "actors.json"
    actors.write_text(ACTORS)
    for address, text in {
        OLD: OLD_TEXT,
        MARGIN: MARGIN_TEXT,
        TALK: TALK_TEXT,
        MENDED: MENDED_TEXT,
        HOSTILE: hostile_text(HOSTILE_CASES["quotes"]),
        MIXED: MIXED_TEXT,
        ARABIC: arabic_text(),
        LONG: long_text(),
    }.items():
        file = folder / f"{address.split('/')[-2]}.md"
        file.write_text(text)
        call_command("import_document", file, "--publish", actors=actors, stdout=sys.stderr)
    Document.objects.filter(slug="old").update(status="archived")
    for name in (*READERS, *PEOPLE):
        make_reader(name)
    fill_talk()
    for number, name in enumerate(HOSTILE_CASES["names"]):
        make_reader(f"eve{number}", display_name=name)
    make_reader(EDITOR, is_staff=True, is_superuser=True)


def make_reader(name, **more):
    """Make an account that is no longer new, with a confirmed address."""
    from allauth.account.models import EmailAddress

    from reader.models import User

    user = User.objects.create_user(name, f"{name}@example.org", PASSWORD, **more)
    User.objects.filter(pk=user.pk).update(date_joined=timezone.now() - timedelta(days=90))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


if __name__ == "__main__":
    django.setup()
    fill(Path(sys.argv[1]))
