"""Dead links: which addresses are asked, what is kept of their answers, and what is never asked."""

import datetime
import threading
import time
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone

from reader.fetching import ask
from reader.models import LinkCheck
from tests.factories import make_source


class Town(BaseHTTPRequestHandler):
    """A small web server: each path answers as it is called."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer(is_head=False)

    def do_HEAD(self):
        self.answer(is_head=True)

    def answer(self, *, is_head):
        name = self.path.strip("/").partition("?")[0]
        self.server.asked.append((self.command, self.path))
        if name.isdigit():
            return self.say(int(name))
        if name == "moved":
            return self.say(301, "/200")
        if name == "round":
            return self.say(302, "/round")
        if name == "inward":
            return self.say(302, "http://127.0.0.2:9/")
        if name == "get-only":
            return self.say(405 if is_head else 200)
        if name == "slow":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for _ in range(40):
                time.sleep(0.05)
                try:
                    self.wfile.write(b"X-Drip: 1\r\n")
                    self.wfile.flush()
                except OSError:
                    return None
            return None
        self.wfile.write(b"nonsense\r\n\r\n")
        return None

    def say(self, status, location=None):
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture(scope="module")
def town():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Town)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", server.asked
    server.shutdown()
    server.server_close()


ask_here = partial(ask, may_be_private=True, seconds=1)


@pytest.mark.parametrize(
    ("path", "status", "leads_to"),
    [
        ("/200", 200, "/200"),
        ("/404", 404, "/404"),
        ("/410", 410, "/410"),
        ("/500", 500, "/500"),
        ("/moved", 200, "/200"),
        ("/get-only", 200, "/get-only"),
    ],
)
def test_an_address_answers_with_its_status_and_where_it_leads(town, path, status, leads_to):
    answer = ask_here(town[0] + path)
    assert (answer.status, answer.url) == (status, town[0] + leads_to)


@pytest.mark.parametrize(
    ("path", "words"),
    [("/round", "redirects"), ("/nonsense", "nonsense"), ("/slow", "")],
)
def test_what_gives_no_answer_says_why_and_takes_no_longer_than_allowed(town, path, words):
    before = time.monotonic()
    answer = ask_here(town[0] + path)
    assert answer.status == 0
    assert words in answer.words
    assert time.monotonic() - before < 10


@pytest.mark.parametrize(
    "address",
    [
        *("ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)", "https:///x"),
        *("http://127.0.0.1/", "http://[::1]/", "http://10.0.0.1/", "http://192.168.1.1/"),
        *("http://169.254.169.254/", "http://0.0.0.0/", "http://localhost/", "http://[fd00::1]/"),
        *("http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://127.1/", "http://a:b:c/"),
    ],
)
def test_only_public_web_addresses_are_asked(address):
    answer = ask(address, seconds=1)
    assert answer.status == 0
    assert answer.words


def test_a_redirect_inward_is_not_followed(town):
    asked = len(town[1])
    assert ask(town[0] + "/inward", seconds=1).words == "not a public address"
    assert len(town[1]) == asked  # not even the first: it is our own


class CommandTests(TestCase):
    @pytest.fixture(autouse=True)
    def _town(self, town, capsys):
        self.town, self.capsys = town[0], capsys

    def run_it(self, **options):
        call_command("check_links", private=True, **options)
        return self.capsys.readouterr().out

    def test_it_asks_each_address_once_and_says_which_are_dead(self):
        well = make_source("Bell", url=f"{self.town}/200")
        gone = make_source("Gazette", url=f"{self.town}/404")
        make_source("Letter")
        said = self.run_it()
        self.assertIn(f"dead: {gone.url} (404)", said)
        self.assertIn("2 addresses asked, 1 dead", said)
        self.assertFalse(LinkCheck.objects.get(source=well).is_dead)
        self.assertIn("0 addresses asked", self.run_it())
        self.assertEqual(list(LinkCheck.objects.dead().values_list("source", flat=True)), [gone.pk])

    def test_what_fails_is_dead_only_at_the_third_time_and_one_answer_clears_it(self):
        source = make_source("Bell", url=f"{self.town}/500")
        for dead in (False, False, True):
            self.run_it(days=0)
            self.assertEqual(LinkCheck.objects.get(source=source).is_dead, dead)
        source.url = f"{self.town}/200"
        source.save()
        self.run_it()
        check = LinkCheck.objects.get(source=source)
        self.assertEqual((check.is_dead, check.failures, check.url), (False, 0, source.url))

    def test_those_that_have_waited_longest_come_first_within_the_limit(self):
        old, new = (make_source(name, url=f"{self.town}/200?{name}") for name in ("old", "new"))
        self.run_it()
        before = timezone.now() - datetime.timedelta(days=90)
        LinkCheck.objects.filter(source=old).update(checked_at=before)
        self.assertIn("1 addresses asked", self.run_it(days=30, limit=1))
        self.assertGreater(LinkCheck.objects.get(source=old).checked_at, before)
        self.assertIn("0 addresses", self.run_it(days=30))
        self.assertTrue(LinkCheck.objects.filter(source=new).exists())
