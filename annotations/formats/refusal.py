"""Why something is not done, in one clear line."""

from __future__ import annotations


class Refusal(Exception):
    """An answer other than yes: its HTTP status, its words, and the field it is about.

    400 is for what is malformed or too much, 422 for what is well formed but cannot be kept here.
    """

    def __init__(self, status: int, words: str, field: str = "", *, retry_after: int = 0) -> None:
        super().__init__(words)
        self.status = status
        self.words = words
        self.field = field
        self.retry_after = retry_after
