"""What every page of the site keeps: headers, refusals, health."""

import re

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client, RequestFactory, TestCase

from reader.modules import policy_hash
from reader.views import errors
from tests.factories import make_actor, make_citation, make_document, make_mention, make_source

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class PagesTests(TestCase):
    """Every public page, by the same questions."""

    @classmethod
    def setUpTestData(cls):
        document = make_document("The salt road", paragraphs=["Ada Marsh left (Port Gazette)."])
        block = document.blocks.get()
        actor = make_actor("Ada Marsh", kind="person")
        make_mention(actor, block)
        source = make_source("Port Gazette")
        make_citation(source, block, "(Port Gazette)")
        actor.topics.add("Trade")
        cls.pages = ["/", "/documents/", "/actors/", "/sources/", "/topics/", "/topics/trade/"]
        cls.pages += [row.get_absolute_url() for row in (document, actor, source)]
        cls.pages += [f"{actor.get_absolute_url()}{part}/" for part in ("card", "mentions")]
        cls.others = ["/healthz", "/readyz", "/none/", "/actors/?q=x", "/actors/?page=2"]

    def test_they_answer(self):
        for path in self.pages:
            self.assertEqual(self.client.get(path).status_code, 200, path)

    def test_they_carry_the_headers(self):
        for path in [*self.pages, *self.others]:
            answer = self.client.get(path)
            for name, value in HEADERS.items():
                self.assertEqual(answer.headers.get(name), value, f"{path}: {name}")
            policy = answer.headers["Content-Security-Policy"]
            self.assertNotIn("unsafe", policy)
            for directive in ("default-src 'none'", "object-src 'none'", "base-uri 'none'"):
                self.assertIn(directive, policy)
            for directive in ("frame-ancestors 'none'", "form-action 'self'"):
                self.assertIn(directive, policy)

    def test_the_policy_allows_the_import_map_and_no_other_inline_script(self):
        for path in self.pages:
            answer = self.client.get(path)
            html = answer.content.decode()
            for attributes, script in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.S):
                if "src=" in attributes:
                    self.assertEqual(script, "")
                else:
                    self.assertIn(policy_hash(script), answer.headers["Content-Security-Policy"])
            self.assertNotRegex(html, r"<[^>]+\s(style|on\w+)=")

    def test_they_set_no_cookie_and_ask_for_none(self):
        for path in self.pages:
            answer = self.client.get(path)
            self.assertFalse(answer.cookies, path)
            self.assertNotIn("Cookie", answer.headers.get("Vary", ""), path)

    def test_they_are_for_reading_only(self):
        for path in self.pages:
            self.assertEqual(self.client.post(path).status_code, 405, path)

    def test_their_links_lead_somewhere(self):
        seen, waiting = set(), ["/"]
        while waiting:
            path = waiting.pop()
            answer = self.client.get(path)
            if path.startswith(("/accounts/", "/me/")):  # asks who one is
                self.assertRedirects(answer, f"/accounts/login/?next={path}")
                continue
            self.assertEqual(answer.status_code, 200, path)
            html = answer.content.decode()
            ids = set(re.findall(r'\sid="([^"]+)"', html))
            for link in re.findall(r'<a [^>]*href="([^"]+)"', html):
                if link.startswith("#"):
                    self.assertIn(link[1:], ids, path)
                elif link.startswith("/") and not link.startswith("/static/"):
                    target = link.partition("#")[0]
                    if target not in seen:
                        seen.add(target)
                        waiting.append(target)
        self.assertGreaterEqual(len(seen), 8)


class RefusalTests(TestCase):
    def test_what_is_not_there_is_said_in_words(self):
        answer = self.client.get("/documents/none/")
        self.assertContains(answer, "Nothing stands at this address", status_code=404)

    def test_a_fault_of_ours_is_a_page_of_its_own(self):
        answer = errors.server_error(RequestFactory().get("/"))
        self.assertEqual(answer.status_code, 500)
        self.assertIn("The fault is ours", answer.content.decode())

    def test_a_database_that_is_away_is_503(self):
        try:
            raise OperationalError("connection refused")
        except OperationalError:
            answer = errors.server_error(RequestFactory().get("/"))
        self.assertEqual((answer.status_code, answer.headers["Retry-After"]), (503, "1"))

    def test_a_host_that_is_not_ours_is_refused(self):
        answer = Client(headers={"Host": "evil.example"}).get("/none/")
        self.assertEqual(answer.status_code, 400)

    def test_a_long_search_is_refused_and_one_just_short_is_not(self):
        limit = settings.LIMIT_QUERY_CHARACTERS
        for path in ("/documents/", "/actors/", "/sources/"):
            self.assertEqual(self.client.get(path, {"q": "x" * limit}).status_code, 200, path)
            answer = self.client.get(path, {"q": "x" * (limit + 1)})
            self.assertEqual(answer.status_code, 400, path)
            answer = self.client.get(path, {"q": "x " * 50_000})
            self.assertEqual(answer.status_code, 400, path)

    def test_ten_words_of_a_search_are_looked_for(self):
        words = [f"w{number}" for number in range(10)]
        make_document(" ".join(words), slug="found")
        for asked, is_found in (
            (words, True),
            ([*words[:9], "absent"], False),
            ([*words, "absent"], True),
            ([*words, *["no"] * 50], True),
        ):
            answer = self.client.get("/documents/", {"q": " ".join(asked)})
            self.assertEqual("/documents/found/" in answer.content.decode(), is_found, asked)

    def test_a_page_number_is_clamped(self):
        for number in ("0", "-1", "999", "x", "9" * 5000, "١"):
            answer = self.client.get("/actors/", {"page": number})
            self.assertIn(answer.status_code, (200, 400), number[:9])

    def test_nul_and_strange_bytes_in_an_address_are_no_fault(self):
        for path in ("/documents/%00/", "/actors/?q=%00", "/actors/?q=%ff", "/sources/%F0%9F/"):
            self.assertIn(self.client.get(path).status_code, (200, 400, 404), path)


class HealthTests(TestCase):
    def test_alive_asks_nothing_of_the_database(self):
        with self.assertNumQueries(0):
            self.assertEqual(self.client.get("/healthz").content, b"ok\n")

    def test_ready_when_the_schema_is_that_of_the_code(self):
        self.assertEqual(self.client.get("/readyz").status_code, 200)

    def test_not_ready_while_a_migration_is_missing(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations)"
            )
        answer = self.client.get("/readyz")
        self.assertEqual(answer.status_code, 503)
        self.assertIn(b"1 migrations are not applied", answer.content)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/", "/admin/reader/document/"])
def test_the_admin_asks_who_is_there(client, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(("/accounts/login/", "/admin/login/"))
