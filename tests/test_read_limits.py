"""What one address may ask for in a minute of what is not stored; stored pages have no limit."""

import shutil

import pytest
from django.test import Client

from reader import settings as given
from tests.factories import make_document, make_user

pytestmark = pytest.mark.django_db
LD, HTML = {"Accept": "application/ld+json"}, {"Accept": "text/html"}
LIMITED = [
    ("/annotations/", LD),
    ("/documents/bells/annotations/", LD),
    ("/feeds/documents.atom", HTML),
    ("/feeds/documents/bells.atom", HTML),
    ("/documents/bells/annotations/export/", HTML),
    ("/documents/?q=bell", HTML),
    ("/actors/?q=bell", HTML),
    ("/sources/?q=bell", HTML),
]


@pytest.fixture(autouse=True)
def few(settings):
    settings.LIMIT_READS_A_MINUTE = 3
    make_document(slug="bells", paragraphs=["The tower burned."])


def test_the_limit_is_sixty_a_minute():
    assert given.LIMIT_READS_A_MINUTE == 60


@pytest.mark.parametrize(("address", "headers"), LIMITED, ids=lambda value: str(value)[:30])
def test_one_more_than_the_limit_is_told_to_wait(address, headers, time_machine):
    time_machine.move_to("2030-05-04 10:00:00", tick=False)
    client = Client()
    for _ in range(3):
        assert client.get(address, headers=headers).status_code == 200
    refused = client.get(address, headers=headers)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    # Another address is another reader, and what is stored is everyone's.
    assert client.get(address, headers=headers, REMOTE_ADDR="192.0.2.7").status_code == 200
    assert client.get("/documents/bells/").status_code == 200
    assert client.get("/documents/").status_code == 200


def test_who_is_signed_in_is_not_counted():
    client = Client()
    client.force_login(make_user())
    for _ in range(5):
        assert client.get("/documents/bells/annotations/", headers=LD).status_code == 200


def test_pages_for_people_are_not_counted():
    for _ in range(5):
        assert Client().get("/documents/bells/annotations/", headers=HTML).status_code == 200


def test_what_an_article_asks_for_its_margin_is_not_counted():
    ours = {**LD, "Sec-Fetch-Site": "same-origin"}
    for _ in range(5):
        assert Client().get("/documents/bells/annotations/", headers=ours).status_code == 200


def test_the_next_minute_begins_anew(time_machine):
    time_machine.move_to("2030-05-04 10:00:00", tick=False)
    client = Client()
    asked = [client.get("/annotations/", headers=LD).status_code for _ in range(4)]
    time_machine.move_to("2030-05-04 10:01:01", tick=False)
    assert asked == [200, 200, 200, 429]
    assert client.get("/annotations/", headers=LD).status_code == 200


def test_with_little_room_on_the_disk_nothing_is_written_and_reading_goes_on(settings, tmp_path):
    settings.DISK = tmp_path
    free = shutil.disk_usage(tmp_path).free
    settings.LIMIT_FREE_DISK_BYTES = free * 2
    refused = Client().post("/annotations/", "{}", content_type="application/ld+json")
    assert refused.status_code == 507
    assert Client().get("/documents/bells/").status_code == 200
    settings.LIMIT_FREE_DISK_BYTES = free // 2
    taken = Client().post("/annotations/", "{}", content_type="application/ld+json")
    assert taken.status_code == 401
