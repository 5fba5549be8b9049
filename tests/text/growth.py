"""How the time that reading takes grows with the text."""

import gc
import time
from collections.abc import Callable

FLOOR = 0.03  # seconds of one run below which the clock says nothing


def assert_linear(read: Callable[[object], object], make: Callable[[int], object], size: int):
    """Fail when reading make(4 * size) takes 8 times as long as make(size), or longer.

    Both are read five times in turn within one run, by processor time, and the best counts. What
    is quadratic takes 16 times as long.
    """
    small, large = make(size), make(4 * size)
    best = {"small": float("inf"), "large": float("inf")}
    gc.disable()
    try:
        for _ in range(5):
            for name, what in (("small", small), ("large", large)):
                began = time.process_time()
                read(what)
                best[name] = min(best[name], time.process_time() - began)
    finally:
        gc.enable()
    assert best["large"] < max(8 * best["small"], FLOOR), best


def repeated(piece: str) -> Callable[[int], str]:
    """Return a function that gives a text of so many characters made of piece over and over."""
    return lambda size: (piece * size)[:size]
