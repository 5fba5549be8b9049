"""How well spans follow random edits, and how long that takes one core.

python -m tests.benchmarks.bench_placing [edits in all [seed …]]
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
    main(500, [SEED])


def main(total, seeds):
    """Print the figures of each seed and, of several, of all together (single edits once)."""
    for between in (1, 15, 60) if len(seeds) == 1 else (15, 60):
        sums, times = Counter(), []
        for seed in seeds:
            count, seconds = run(total, between, seed)
            _say(f"seed {seed:3}, {between:2} edits between revisions", count, seconds)
            sums += count
            times += seconds
        if len(seeds) > 1:
            _say(f"{len(seeds)} seeds, {between:2} edits between revisions", sums, times)


def _say(what, count, seconds):
    survived, deleted = count["surviving"], max(count["deleted"], 1)
    print(
        f"{what}: {survived} survive, {count['right'] / survived:.2%} right,"
        f" {count['wrong place']} = {count['wrong place'] / survived:.4%} in a wrong place,"
        f" {count['near']} near, {count['missed']} missed;"
        f" {count['re-anchored']} of {count['deleted']} deleted re-anchored"
        f" = {count['re-anchored'] / deleted:.1%};"
        f" {sorted(seconds)[len(seconds) // 2] * 1000:.1f} ms a document,"
        f" {max(seconds) * 1000:.1f} at most"
    )


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]]
    main(asked[0] if asked else 500, asked[1:] or [SEED])
