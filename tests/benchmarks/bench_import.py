"""Importing: linear from 20 kB to 2 MB, and the first article whole in a second."""

import statistics
import time

import pytest

from reader.actions.actors import import_actors
from reader.actions.documents import apply, plan_document
from reader.models import Block, Document
from reader.registry import load_registry, read_actor_list
from reader.text.formats import read_file
from reader.text.reading import read
from tests.benchmarks.texts import article, names
from tests.gold import ARTICLE, ROOT


def imported(data, slug):
    """Import data and return the seconds from bytes to committed rows."""
    start = time.perf_counter()
    formatted = read_file(data, name=f"{slug}.txt")
    plan = plan_document(formatted.manuscript, load_registry(), slug=slug)
    apply(plan)
    return time.perf_counter() - start


@pytest.mark.django_db(transaction=True)
def test_importing_is_linear():
    known = names(300)
    entries = [{"name": name, "kind": "person"} for name in known]
    import json

    import_actors(read_actor_list(json.dumps(entries)))
    small = [article(20_000, known, seed).encode() for seed in range(5)]
    large = article(2_000_000, known, 9).encode()
    imported(small[0], "warm")
    a_byte = statistics.median(imported(d, f"small-{n}") / len(d) for n, d in enumerate(small))
    seconds = imported(large, "large")
    ratio = seconds / len(large) / a_byte
    print(f"\n2 MB in {seconds:.1f} s, {Block.objects.count()} blocks in all")
    print(f"seconds a byte at 2 MB, as a share of those at 20 kB: {ratio:.2f}")
    assert ratio < 2


@pytest.mark.django_db(transaction=True)
def test_the_first_article_is_a_matter_of_a_second():
    import_actors(read_actor_list((ROOT / "fixtures" / "actors.json").read_text()))
    imported(article(5_000).encode(), "warm")
    seconds = imported(ARTICLE.read_bytes(), "resistance-axis")
    assert Document.objects.get(slug="resistance-axis").blocks.count() > 30
    print(f"\nthe first article, rows written: {seconds:.2f} s")


def test_the_recognisers_are_linear():
    from reader.registry import make_registry
    from reader.text.names import NameRule

    known = names(10_000)
    registry = make_registry([], [NameRule(name, name, "primary") for name in known])
    rates = {}
    for size in (20_000, 2_000_000):
        manuscript = read_file(article(size, known).encode(), name="a.txt").manuscript
        times = []
        for _ in range(3):
            start = time.perf_counter()
            read(manuscript, registry.matcher)
            times.append(time.perf_counter() - start)
        rates[size] = len(manuscript.encode()) / statistics.median(times) / 1e6
        print(f"\n{size:>8} characters: parsed and read at {rates[size]:.1f} MB/s")
    assert rates[2_000_000] > rates[20_000] / 2
