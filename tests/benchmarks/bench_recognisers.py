"""The recognisers: megabytes a second for each and for all, with 10,000 names, and the growth."""

import sys
import time

from reader.text.abbreviations import find_abbreviations
from reader.text.checks import check
from reader.text.citations import find_citations
from reader.text.events import find_events
from reader.text.formats import Limits, read_file
from reader.text.manuscript import parse
from reader.text.mentions import link_names
from reader.text.names import NameMatcher, NameRule
from reader.text.proposals import propose_actors
from reader.text.reading import read_parsed
from reader.text.references import find_references
from tests.benchmarks.texts import names, prose

SIZES = (20_000, 2_000_000, 20_000_000)
LIMITS = Limits(bytes=10**8, paragraphs=10**6, footnotes=10**6)


def forget():
    """Empty what the recognisers remember of texts, so that each run meets its text anew."""
    for name, module in list(sys.modules.items()):
        if name.startswith("reader.text"):
            for kept in vars(module).values():
                if hasattr(kept, "cache_clear"):
                    kept.cache_clear()


def seconds(task, *arguments):
    """Return the processor time of the fastest of three runs, and what the task answered."""
    best, answer = float("inf"), None
    for _ in range(3):
        forget()
        start = time.process_time()
        answer = task(*arguments)
        best = min(best, time.process_time() - start)
    return best, answer


def each(find):
    return lambda texts: [find(text) for text in texts]


def test_each_recogniser_and_all_of_them():
    known = names(10_000)
    matcher = NameMatcher(NameRule(name, name, "primary") for name in known)
    manuscript = read_file(prose(2_000_000, known).encode(), name="a.txt").manuscript
    size = len(manuscript.encode()) / 1e6
    parsing, document = seconds(parse, manuscript)
    body = [block.text for block in document.blocks]
    notes = [block.text for note in document.footnotes for block in note.blocks]
    share = size * sum(map(len, notes)) / sum(map(len, [*body, *notes]))
    tasks = {
        "citations": (each(find_citations), body, size - share),
        "references": (each(find_references), notes, share),
        "abbreviations": (each(find_abbreviations), body + notes, size),
        "names": (lambda texts: link_names(texts, matcher), body + notes, size),
    }
    print(f"\n{size:.1f} MB of prose, {len(body)} blocks, {len(notes)} notes")
    for name, (task, texts, megabytes) in tasks.items():
        took, found = seconds(task, texts)
        print(f"{name:>14}: {megabytes / took:6.2f} MB/s, {sum(map(len, found))} found")
    together, reading = seconds(read_parsed, document, matcher)
    every = [block for _, block in reading.all_blocks()]
    quiet = [(b.block.text, [c.found.span for c in b.citations]) for b in every]
    took, events = seconds(find_events, quiet)
    print(f"{'events':>14}: {size / took:6.2f} MB/s, {len(events)} found")
    print(f"{'all together':>14}: {size / together:6.2f} MB/s")
    print(f"{'parsing':>14}: {size / parsing:6.2f} MB/s")
    print(f"{'parsed, read':>14}: {size / (parsing + together):6.2f} MB/s")
    took, findings = seconds(check, reading, reading.events)
    print(f"{'checks':>14}: {size / took:6.2f} MB/s, {len(findings)} found")
    took, actors = seconds(
        lambda: propose_actors(
            [block.block.text for block in every],
            citations=[[c.found.span for c in block.citations] for block in every],
            abbreviations=[short for block in every for short in block.abbreviations],
            publishers=[source.publisher for source in reading.sources if source.publisher],
            authors=[source.author for source in reading.sources if source.author],
        )
    )
    print(f"{'proposals':>14}: {size / took:6.2f} MB/s, {len(actors)} actors")


def test_reading_is_linear_from_20_kilobytes_to_20_megabytes():
    known = names(10_000)
    matcher = NameMatcher(NameRule(name, name, "primary") for name in known)
    rates = {}
    for size in SIZES:
        data = prose(size, known).encode()
        manuscript = read_file(data, name="a.txt", limits=LIMITS).manuscript
        document = parse(manuscript)
        rates[size] = len(manuscript.encode()) / seconds(read_parsed, document, matcher)[0] / 1e6
        print(f"\n{size:>9} characters: {rates[size]:.2f} MB/s")
    ratios = " : ".join(f"{rates[SIZES[0]] / rates[size]:.2f}" for size in SIZES)
    print(f"seconds a byte at 20 kB : 2 MB : 20 MB are as {ratios}")
    assert max(rates.values()) < 2 * min(rates.values())
