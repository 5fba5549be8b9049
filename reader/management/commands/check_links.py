"""Ask the addresses of sources whether they still answer."""

from datetime import timedelta
from functools import partial

from django.core.management.base import BaseCommand

from reader.actions.links import check_links, due_sources
from reader.fetching import ask


class Command(BaseCommand):
    help = (
        "Ask the web addresses of sources whether they still answer, and keep what they say; "
        "editors see the dead ones. Run it from time to time; nothing else fetches anything."
    )

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=30, help="ask again after so many days")
        parser.add_argument("--limit", type=int, help="ask at most so many")
        parser.add_argument(
            "--private", action="store_true", help="ask addresses within the own network too"
        )

    def handle(self, *, days, limit, private, verbosity, **options):
        sources = due_sources(older_than=timedelta(days=days), limit=limit)
        dead = checked = 0
        for check in check_links(sources, asking=partial(ask, may_be_private=private)):
            checked += 1
            dead += check.is_dead
            if check.failures and verbosity:
                said = check.status or check.words
                state = "dead" if check.is_dead else "fails"
                self.stdout.write(f"{state}: {check.url} ({said})")
        self.stdout.write(f"{checked} addresses asked, {dead} dead")
