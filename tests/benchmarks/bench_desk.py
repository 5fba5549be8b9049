"""How long the desk takes: the curation screen with 300 mentions, the queue over 100,000.

`python -m tests.benchmarks.bench_desk` fills a throw-away database, and prints.
"""

import os
import statistics
import tempfile
import time

MENTIONS, PROPOSALS, TIMES = 300, 100_000, 9


def fill():
    """Make a document with MENTIONS mentions and others with PROPOSALS proposed ones."""
    from reader.models import Mention
    from tests.factories import make_actor, make_block, make_document, make_user

    make_user("ed", is_staff=True, is_superuser=True)
    actors = [make_actor(f"Actor Number {number}") for number in range(100)]

    def add(document, number):
        made = 0
        while made < number:
            block = make_block(document, "The Sadr clergy met him again. " * 20)
            Mention.objects.bulk_create(
                Mention(
                    block=block,
                    actor=actors[(made + place) % 100],
                    start=place * 31 + 4,
                    end=place * 31 + 8,
                    confidence=(made + place) % 97 / 100,
                    method="short name",
                )
                for place in range(min(20, number - made))
            )
            made += 20

    add(make_document("Small", slug="small"), MENTIONS)
    for number in range(50):
        add(make_document(f"Large {number}", slug=f"large-{number}"), PROPOSALS // 50)


def timed(client, address):
    """Return the medians of the processor's time and the clock's in ms, and the queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times, walls = [], []
    for _ in range(TIMES):
        began, clock = time.process_time(), time.perf_counter()
        response = client.get(address)
        times.append((time.process_time() - began) * 1000)
        walls.append((time.perf_counter() - clock) * 1000)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert response.status_code == 200
    took = f"{statistics.median(times):.0f} ms ({statistics.median(walls):.0f} by the clock)"
    return took, len(queries), response


def main():
    """Print what each screen takes."""
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment

    from reader.models import User

    call_command("migrate", verbosity=0)
    fill()
    setup_test_environment()
    client = Client()
    client.force_login(User.objects.get())
    took, queries, _ = timed(client, "/admin/desk/documents/small/")
    print(f"curation screen, {MENTIONS} mentions: {took}, {queries} queries")
    address, page = "/admin/desk/queue/", 1
    while address and page <= 3:
        took, queries, response = timed(client, address)
        print(f"queue over {PROPOSALS:,}, page {page}: {took}, {queries} queries")
        address, page = response.context["next_page"], page + 1
    took, queries, _ = timed(client, "/admin/desk/queue/?after=0.5_mention_50000")
    print(f"queue over {PROPOSALS:,}, in the middle: {took}, {queries} queries")
    took, queries, _ = timed(client, "/admin/")
    print(f"start page over {PROPOSALS:,}: {took}, {queries} queries")


if __name__ == "__main__":
    import django

    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reader.settings")
        os.environ["DATABASE_URL"] = os.environ.get(
            "BENCH_DATABASE_URL", f"sqlite:///{folder}/b.db"
        )
        django.setup()
        main()
