"""Many writers at once: nothing is lost, nothing is there twice, and nothing answers 500."""

import json
import threading

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings

from annotations.models import Annotation
from tests.factories import make_document, make_user

LD = "application/ld+json"
CLIENTS, EACH = 16, 4
TRIES = 50


@override_settings(LIMIT_WRITES_A_MINUTE=100_000, LIMIT_WRITES_AN_HOUR=100_000)
class ManyWritersTests(TransactionTestCase):
    """`make benchmarks` has the long round; this one is short, and each request is sent twice."""

    def test_sixteen_clients_write_at_once(self):
        document = make_document(slug="bells", paragraphs=["The tower burned."])
        key = document.blocks.get().key
        browsers = []
        for _ in range(CLIENTS):
            browser = Client(raise_request_exception=False)
            browser.force_login(make_user())
            browsers.append(browser)
        get_user_model().objects.update(date_joined="2020-01-01T00:00Z")
        start, told = threading.Barrier(CLIENTS), []

        def write(number):
            start.wait()
            try:
                for each in range(EACH):
                    told.extend(send(browsers[number], key, f"{number}-{each}") for _ in range(2))
            finally:
                connection.close()

        threads = [threading.Thread(target=write, args=(n,)) for n in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual({status for status, _ in told}, {201})
        self.assertEqual(len({address for _, address in told}), CLIENTS * EACH)
        self.assertEqual(Annotation.objects.count(), CLIENTS * EACH)
        self.assertEqual(len(set(Annotation.objects.values_list("body"))), CLIENTS * EACH)


def send(browser, block, name):
    """Send one annotation until it is taken; return the last status and its address."""
    data = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "visibility": "public",
        "bodyValue": f"Words {name}",
        "target": {
            "source": "/documents/bells/",
            "selector": {"type": "BlockSelector", "block": block, "start": 4, "end": 9},
        },
    }
    for _ in range(TRIES):
        answer = browser.post(
            "/annotations/", json.dumps(data), content_type=LD, headers={"Idempotency-Key": name}
        )
        if answer.status_code != 503:
            break
    return answer.status_code, answer.get("Location")
