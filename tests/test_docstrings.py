"""The cases that docstrings show are true."""

import doctest
import importlib

import pytest

from tests.gold import ROOT

MODULES = [
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for package in ("reader", "annotations")
    for file in sorted((ROOT / package).rglob("*.py"))
    if "\n    >>> " in file.read_text()
]


@pytest.mark.parametrize("name", MODULES)
def test_what_a_docstring_shows_is_so(name):
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.attempted
    assert not result.failed
