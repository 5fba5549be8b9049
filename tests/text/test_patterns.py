"""No pattern takes four times as long for twice the text, whatever the text."""

import re

from tests.text.patterns import STEEP, patterns, steep_ones, steepest, uses


def test_every_pattern_takes_as_many_times_as_long_as_its_text_is_longer():
    assert steep_ones(count=1) == {}


def test_a_careless_pattern_is_told():
    steep, text = steepest(re.compile(r"(?:[=-])*?x"))
    assert steep > STEEP, text


def test_the_patterns_of_modules_and_of_tables_are_looked_at():
    found = patterns()
    assert {"dates._READINGS[0]", "formats.html_markers.LABELS['raised']"} <= found.keys()
    assert uses("mentions._FAMILY") == {"match"}
    assert "finditer" in uses("long_forms._PART")
