"""How the time that reading takes grows with the text."""

import gc
import time
from collections.abc import Callable

FLOOR = 0.03  # seconds of one run below which the clock says nothing


def growth(read: Callable[[object], object], small: object, large: object) -> float:
    """Return how many times as long reading large takes as reading small.

    Both are read five times in turn within one run, by processor time, and the best counts. What
    a noisy machine does to one run it does not do to all.
    """
    best = [float("inf"), float("inf")]
    gc.disable()
    try:
        for _ in range(5):
            for at, what in enumerate((small, large)):
                began = time.process_time()
                read(what)
                best[at] = min(best[at], time.process_time() - began)
            if best[1] < FLOOR:
                return 0.0
    finally:
        gc.enable()
    return best[1] / max(best[0], FLOOR / 10)


def assert_linear(read: Callable[[object], object], make: Callable[[int], object], size: int):
    """Fail when reading make(4 * size) takes 10 times as long as make(size), or longer.

    What is linear takes 4 times as long, what is quadratic 16 times.
    """
    assert growth(read, make(size), make(4 * size)) < 10


def repeated(piece: str) -> Callable[[int], str]:
    """Return a function that gives a text of so many characters made of piece over and over."""
    return lambda size: (piece * size)[:size]
