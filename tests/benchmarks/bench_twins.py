"""Likely duplicates: seconds at 5,000 and 20,000 actors, and that it grows with their number."""

import random
import time

from reader.text.twins import Candidate, find_twins

SYLLABLES = "ba ka mar sul ein ta lo ri qas dem fa zar nu hal vik or ash jim pet gru".split()


def actors(count, seed=1):
    """Return actors of two or three words each; one in twenty is another one misspelled."""
    luck = random.Random(seed)
    words = [
        "".join(luck.choices(SYLLABLES, k=luck.randint(2, 5))).capitalize() for _ in range(9000)
    ]
    found = {}
    for key in range(1, count + 1):
        name = " ".join(luck.choices(words, k=luck.randint(2, 3)))
        names = [name, "".join(word[0] for word in name.split())]
        if key % 20 == 0:
            other = found[luck.randrange(1, key)].names[0]
            at = luck.randrange(1, len(other))
            names = [other[:at] + other[at] + other[at:]]
        found[key] = Candidate(tuple(names), "person")
    return found


def test_finding_twins_grows_with_the_number_of_actors():
    took = {}
    for count in (5_000, 20_000):
        known = actors(count)
        start = time.process_time()
        found = find_twins(known)
        took[count] = time.process_time() - start
        print(f"\n{count:>7} actors: {took[count]:.2f} s of CPU, {len(found)} pairs kept")
    assert took[20_000] < 12 * took[5_000]
