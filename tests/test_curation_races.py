"""Editors who decide the same case at the same moment: one wins, the others are told."""

import threading

from django.db import connection
from django.test import Client, TransactionTestCase
from django.urls import reverse

from reader.models import EditorialAct, Mention
from tests.factories import make_actor, make_document, make_mention, make_user

EDITORS, ROUNDS = 4, 3


class RaceTests(TransactionTestCase):
    def test_of_several_at_one_case_one_wins_and_nothing_is_lost(self):
        document = make_document(slug="race", paragraphs=["Kut saw Ada."])
        mention = make_mention(make_actor("Kut"), document.blocks.get(), state="proposed")
        browsers = []
        for number in range(EDITORS):
            browsers.append(Client())
            user = make_user(f"ed{number}", is_staff=True, is_superuser=True)
            browsers[-1].force_login(user)
        address = reverse("admin:desk_curation_decide", args=["race"])
        for _ in range(ROUNDS):
            mention.refresh_from_db()
            posted = {"case": f"mention-{mention.pk}", "version": mention.version}
            start, statuses = threading.Barrier(EDITORS), []

            def decide(browser, answer, posted=posted, start=start, statuses=statuses):
                start.wait()
                statuses.append(browser.post(address, posted | {"answer": answer}).status_code)
                connection.close()

            threads = [
                threading.Thread(target=decide, args=(browser, ("accept", "reject")[number % 2]))
                for number, browser in enumerate(browsers)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(sorted(statuses), [302] + [409] * (EDITORS - 1))
        mention.refresh_from_db()
        self.assertEqual(mention.version, 1 + ROUNDS)
        self.assertEqual(EditorialAct.objects.count(), ROUNDS)
        last = EditorialAct.objects.first()
        self.assertEqual(last.verb, Mention.objects.get().state)
