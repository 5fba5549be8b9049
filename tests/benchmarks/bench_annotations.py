"""What the list of a document's annotations takes of a processor, and many writers at once."""

import threading
import time
from statistics import median

import pytest
from django.db import connection
from django.test import Client, override_settings

from annotations.models import Annotation
from tests.annotations.factories import make_group
from tests.annotations.test_concurrency import CLIENTS, send
from tests.annotations.test_lists import LD, fill
from tests.factories import make_document, make_user

ROUNDS = 15


@pytest.mark.django_db
def test_a_thousand_annotations_with_four_thousand_replies():
    document = make_document(slug="bells", paragraphs=["The tower burned."])
    people = [make_user() for _ in range(20)]
    member = make_user()
    make_group(owner=people[0], members=[member])
    fill(document, people, 1000, 4)
    first, last = "", "?after=000000000800"
    print()
    for who, user, url in (
        ("nobody, first page", None, first),
        ("somebody, first page", people[1], first),
        ("a group member, first page", member, first),
        ("a group member, last page", member, last),
    ):
        client = Client()
        if user:
            client.force_login(user)
        times = []
        for _ in range(ROUNDS):
            start = time.process_time()
            answer = client.get(f"/documents/bells/annotations/{url}", headers=LD)
            times.append((time.process_time() - start) * 1000)
        assert answer.status_code == 200
        size = len(answer.content) / 1000
        print(
            f"{who}: {size:.0f} kB, ms of processor: {median(times):.0f} (least {min(times):.0f})"
        )
    start = time.process_time()
    sum(range(10**6))
    print(f"a million numbers added take {(time.process_time() - start) * 1000:.0f} ms here")


@override_settings(LIMIT_WRITES_A_MINUTE=100_000, LIMIT_WRITES_AN_HOUR=100_000)
@pytest.mark.django_db(transaction=True)
def test_sixteen_clients_write_two_thousand():
    document = make_document(slug="bells", paragraphs=["The tower burned."])
    key = document.blocks.get().key
    browsers = []
    for _ in range(CLIENTS):
        browser = Client(raise_request_exception=False)
        browser.force_login(make_user(is_staff=True))
        browsers.append(browser)
    told, took = [], []

    def write(number):
        try:
            for each in range(125):
                start = time.perf_counter()
                told.append(send(browsers[number], key, f"{number}-{each}"))
                took.append(time.perf_counter() - start)
        finally:
            connection.close()

    start = time.perf_counter()
    threads = [threading.Thread(target=write, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - start
    assert {status for status, _ in told} == {201}
    assert len({address for _, address in told}) == Annotation.objects.count() == 2000
    p95 = sorted(took)[int(len(took) * 0.95)]
    print(f"\n2,000 annotations by 16 clients in {whole:.0f} s, 95 in 100 within {p95:.2f} s")
