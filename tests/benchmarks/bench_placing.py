"""How well spans follow random edits, and how long that takes one core.

python -m tests.benchmarks.bench_placing [edits in all]
"""

import random
import sys
import time
from collections import Counter

from reader.text.placing import Place, Transition
from reader.text.spans import Span
from tests import edits

SEED = 11


def run(total, between, seed=SEED):
    """Edit documents, so many edits between two revisions; return counts and seconds each."""
    count, seconds = Counter(), []
    for number in range(total // between):
        luck = random.Random(f"{seed} {between} {number}")
        texts = edits.document(luck)
        asked = edits.spans(luck, texts)
        edited = edits.Edited(luck, texts)
        edited.edit(between)
        places, new = edited.places(), edited.new
        began = time.process_time()
        transition = Transition(texts, new)
        placements = transition.place([Place(b, Span(s, e)) for b, s, e in asked])
        seconds.append(time.process_time() - began)
        count += edits.measure(places, asked, placements)
    return count, seconds


def test_where_spans_go():
    main(450)


def main(total):
    for between in (1, 15, 60):
        count, seconds = run(total, between)
        survived, deleted = count["surviving"], max(count["deleted"], 1)
        print(
            f"{between:3} edits between revisions, {total} in all: {survived} survive,"
            f" {count['right'] / survived:.2%} right ({count['exact'] / survived:.2%} exact),"
            f" {count['wrong place']} = {count['wrong place'] / survived:.3%} in a wrong place,"
            f" {count['near']} near, {count['missed']} missed;"
            f" {count['re-anchored']} of {count['deleted']} deleted re-anchored"
            f" = {count['re-anchored'] / deleted:.1%};"
            f" {sorted(seconds)[len(seconds) // 2] * 1000:.1f} ms a document,"
            f" {max(seconds) * 1000:.1f} at most"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 450)
