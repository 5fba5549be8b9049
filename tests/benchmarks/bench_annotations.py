"""How long the list of a document's annotations takes of one processor."""

import time

import pytest
from django.test import Client

from tests.annotations.test_lists import LD, fill
from tests.factories import make_document, make_user

ROUNDS = 9


@pytest.mark.django_db
def test_a_thousand_annotations_with_four_thousand_replies():
    document = make_document(slug="bells", paragraphs=["The tower burned."])
    people = [make_user() for _ in range(20)]
    fill(document, people, 1000, 4)
    client = Client()
    client.force_login(people[0])
    for name, url in (("JSON-LD", "?"), ("JSON-LD, last page", "?after=000000000800")):
        times = []
        for _ in range(ROUNDS):
            start = time.process_time()
            answer = client.get(f"/documents/bells/annotations/{url}", headers=LD)
            times.append(time.process_time() - start)
        assert answer.status_code == 200
        took = sorted(times)[ROUNDS // 2] * 1000
        print(f"\n{name}: {took:.0f} ms, {len(answer.content) / 1000:.0f} kB")
