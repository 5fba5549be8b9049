"""Waiting for a page. Playwright's wait_for_function evaluates text, which our policy forbids."""

import time

PATIENCE = 20


def until(page, expression, arg=None):
    """Wait until the expression, or function of arg, is true of the page; fail after PATIENCE."""
    deadline = time.monotonic() + PATIENCE
    while not page.evaluate(expression, arg):
        assert time.monotonic() < deadline, f"never came true: {expression}"
        page.wait_for_timeout(20)


def until_started(page):
    """Wait until the scripts of the page answer, if it has any of ours."""
    until(
        page,
        "!document.querySelector('script[src*=\"/start.\"]')"
        " || 'started' in document.documentElement.dataset",
    )
