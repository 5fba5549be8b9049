"""Name matching: bytes a second at 100, 10,000 and 100,000 names, and that it stays flat."""

import random
import statistics
import time

from reader.text.names import NameMatcher, NameRule
from tests.benchmarks.texts import WORDS, names


def text_with(known, words, seed=2):
    luck = random.Random(seed)
    return " ".join(
        luck.choice(known) if at % 40 == 0 else luck.choice(WORDS) for at in range(1, words)
    )


def test_matching_is_fast_at_any_number_of_names():
    rates = {}
    for count in (100, 10_000, 100_000):
        known = names(count)
        matcher = NameMatcher(NameRule(name, name, "primary") for name in known)
        texts = [text_with(known, 10_000, seed) for seed in range(16)]
        size = sum(len(text.encode()) for text in texts)
        times = []
        for _ in range(5):
            start = time.perf_counter()
            found = sum(len(matcher.find(text)) for text in texts)
            times.append(time.perf_counter() - start)
        rates[count] = size / statistics.median(times) / 1e6
        assert found > 0.9 * 16 * 10_000 / 40
        print(f"\n{count:>7} names: {rates[count]:.0f} MB/s, {found} found in {size / 1e6:.1f} MB")
    assert rates[100_000] > rates[100] / 8
