"""Wiring of the publication."""

from django.apps import AppConfig


class ReaderConfig(AppConfig):
    name = "reader"
    verbose_name = "Publication"

    def ready(self):
        from reader import checks, receivers  # noqa: F401 - registers what they declare
