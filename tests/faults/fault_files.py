"""Twenty thousand files that nobody means to bring: each is read or refused, none takes long."""

import pytest

from tests.text.growth import growth
from tests.text.shapes import shapes, splices
from tests.text.soup import read_many, read_through

ROUNDS = 40
EACH = 500
slowest: dict[str, float] = {}


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_any_file_is_read_or_refused(seed):
    slowest["small files"] = max(slowest.get("small files", 0), read_many(EACH, seed))
    said = f"{(seed + 1) * EACH:,} files, the slowest took {slowest['small files']:.2f} s"
    print(f"\n{said}", end="")


def test_a_megabyte_of_any_shape_is_read_or_refused():
    print()
    for name, (data, format) in shapes().items():
        slowest[name] = read_through(data, format)
        print(f"{slowest[name]:6.2f} s {name}")
    print(
        f"{len(shapes(1_000))} shapes of a megabyte, the slowest took {max(slowest.values()):.2f} s"
    )


def test_a_megabyte_of_two_shapes_is_read_or_refused():
    print()
    for name, data, format in splices(60, seed=1, size=1_000_000):
        print(f"{read_through(data, format):6.2f} s {name}")


@pytest.mark.parametrize("name", sorted(shapes(1_000)))
def test_the_whole_way_grows_with_the_file_only(name):
    small, large = (shapes(size)[name] for size in (60_000, 240_000))
    ratio = growth(lambda shape: read_through(*shape), small, large)
    print(f"\n{ratio:5.1f} times as long for 4 times {name}", end="")
    assert ratio < 8
