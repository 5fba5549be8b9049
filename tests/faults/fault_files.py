"""Twenty thousand files that nobody means to bring: each is read or refused, none takes long."""

import pytest

from tests.text.soup import read_many

ROUNDS = 40
EACH = 500


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_any_file_is_read_or_refused(seed):
    slowest = read_many(EACH, seed)
    print(f"\n{EACH} files, the slowest took {slowest:.2f} s", end="")
