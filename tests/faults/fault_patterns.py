"""Every pattern of reader/text on some hundred texts of a few of its own characters each."""

import pytest

from tests.text.patterns import steep_ones


@pytest.mark.parametrize("seed", range(2, 7))
def test_no_pattern_is_quadratic(seed):
    assert steep_ones(count=30, seed=seed) == {}
