"""Python's collector of cycles, which looks at every value again and again while many are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Let the collector rest while a document is read: that makes hardly a cycle, only very many
    values, and the more there are, the longer each look at all of them takes.

    What is begun within it may end before or after it does, in another thread too.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
