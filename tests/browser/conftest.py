"""A served site and its readers, for tests that drive a real Chromium."""

import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from playwright.sync_api import expect

from tests.browser.filling import ARTICLE, MARGIN
from tests.browser.hands import Hand, session_of, take_away
from tests.browser.waiting import until_started
from tests.gold import ROOT

SETTINGS = ("DATABASE_URL", "DEBUG", "SITE_URL", "SITE_NAME", "ALLOWED_HOSTS", "TRUST_PROXY")
PHONE = {"has_touch": True, "is_mobile": True, "viewport": {"width": 360, "height": 740}}
# A machine that runs several browsers at once may take a while; no test waits for what never comes.
expect.set_options(timeout=15_000)
A_NOON = 1_700_000_000  # any moment will do for the clock of a page, as long as it is one


@dataclass(frozen=True)
class Site:
    """The demo's site with some more documents (filling.py), served by gunicorn at `url`.

    What it mails lies as files in the folder `mails`.
    """

    url: str
    mails: Path

    def last_link(self, to):
        """Return the path of the link in the newest mail to this address."""
        for file in sorted(self.mails.iterdir(), key=lambda file: -file.stat().st_mtime_ns):
            text = file.read_text()
            if f"To: {to}\n" in text:
                return re.findall(r"https?://[^/\s]+(/\S+)", text)[-1]
        raise AssertionError(f"no mail to {to}")

    def html(self, path):
        """Return the page at path as it is sent, whatever its status."""
        try:
            asked = urllib.request.Request(self.url + path, headers={"Accept": "text/html"})
            with urllib.request.urlopen(asked, timeout=20) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.read().decode()

    def source(self):
        """Return the address of the page of a source."""
        return re.search(r"/sources/[0-9a-f]{32}/", self.html(ARTICLE))[0]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The site of all browser tests of this worker. Nobody writes to it."""
    folder = tmp_path_factory.mktemp("site")
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "reader.settings",
        "DATA_DIR": str(folder / "data"),
        "STATIC_ROOT": str(folder / "not-collected"),
        "SECRET_KEY": "k" * 50,
        "EMAIL_URL": f"file://{folder}/mails",
        "LIMIT_WRITES_A_MINUTE": "10000",  # tests write faster than people
        "LIMIT_WRITES_AN_HOUR": "10000",
    }
    with _database() as url:
        if url:
            environment["DATABASE_URL"] = url
            _fill(folder, environment)
        else:
            _fill_once(tmp_path_factory.getbasetemp(), folder, environment)
        with _served(folder, environment) as port:
            yield Site(f"http://127.0.0.1:{port}", folder / "mails")
    log = (folder / "log").read_text()
    assert "Traceback" not in log, log


def _fill(folder, environment):
    command = [sys.executable, "-m", "tests.browser.filling", str(folder)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


def _fill_once(base, folder, environment):
    """Fill a database file, or copy the one that another worker of this run has filled."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _fill(folder, environment)
        return
    shared = base.parent / "site"  # base is this worker's own folder, its parent the run's
    with (base.parent / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            _fill(folder, environment)
            shutil.copytree(folder / "data", shared)
            return
    shutil.copytree(shared, folder / "data")


@contextmanager
def _database():
    """Make a database on the server that DATABASE_URL names, if it names one, and drop it again."""
    given = urlsplit(os.environ.get("DATABASE_URL", ""))
    if not given.scheme.startswith("postgres"):
        yield None
        return
    name = f"scholium_browser_{os.getpid()}"
    with psycopg.connect(given.geturl(), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(given._replace(path=f"/{name}"))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def _served(folder, environment):
    """Serve the site on a port that nobody else can take, since it is bound already."""
    with socket.socket() as door, (folder / "log").open("w") as log:
        door.bind(("127.0.0.1", 0))
        door.listen()
        command = [sys.executable, "-m", "gunicorn", "-c", "python:reader.serving"]
        command += ["--workers", "1", "--max-requests", "0", "reader.wsgi"]
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**environment, "BIND": f"fd://{door.fileno()}"},
            pass_fds=[door.fileno()],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _await(f"http://127.0.0.1:{door.getsockname()[1]}/readyz", server)
            yield door.getsockname()[1]
        finally:
            server.terminate()
            server.wait(30)


def _await(address, server):
    """Wait until the address answers; the door is open before anyone stands behind it."""
    deadline = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=10).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the site did not start")


@pytest.fixture(scope="session")
def base_url():
    """No address goes before those that tests name (pytest-playwright's own fixture warns)."""
    return


@pytest.fixture
def read(new_context, site):
    """Open a page as a reader would: `read(path, width=…, touch=…, scripts=…) -> Page`.

    `is_timed` stops the clock of the page, so that a test passes time by `page.clock.run_for(ms)`.
    Whatever a page complains of on its console, and whatever it cannot load, fails the test;
    `page.may_say` has what is expected there.
    """
    pages = []

    def open_page(
        path=ARTICLE, *, width=1280, height=800, touch=False, scripts=True, is_timed=False, **more
    ):
        look = {**PHONE} if touch else {"viewport": {"width": width, "height": height}}
        context = new_context(**{**look, "java_script_enabled": scripts, **more})
        page = context.new_page()
        page.said, page.may_say = [], []
        page.on("console", lambda message: _note(page, message.type, message.text))
        page.on("pageerror", lambda error: _note(page, "error", str(error)))
        page.on(
            "response",
            lambda answer: (
                _note(page, "error", f"{answer.status} {answer.url}")
                if answer.status >= 400 and not answer.request.is_navigation_request()
                else None
            ),
        )
        pages.append(page)
        if is_timed:
            page.clock.install(time=A_NOON)
        answer = page.goto(site.url + path)
        if answer.status >= 400:  # the browser itself notes it
            page.may_say.append(f"status of {answer.status}")
        if scripts:
            until_started(page)
        if is_timed:
            page.clock.pause_at(A_NOON + 3600)
        return page

    yield open_page
    said = [words for page in pages for words in page.said if not _is_expected(page, words)]
    assert said == []


@pytest.fixture(scope="session")
def sessions(playwright, site):
    """Return `of(name)`: a signed-in reader's session, made once."""
    made = {}

    def of(name):
        if name not in made:
            made[name] = session_of(playwright, site, name)
        return made[name]

    return of


@pytest.fixture
def hand_of(read, sessions, playwright, site):
    """Open a document as a reader: `hand_of(name, width, means, path) -> Hand`.

    What they write there is taken away, whatever becomes of the test, so that no other meets it.
    """
    wrote = {}

    def open_it(name, width=1280, means="mouse", path=MARGIN):
        look = {"storage_state": sessions(name)} if name else {}
        if width == 360 and means == "touch":
            look["touch"] = True
        else:
            look |= {"width": width, "has_touch": means == "touch"}
        if name and path.startswith("/documents/"):
            wrote[name, path] = None
        return Hand(read(path, **look), means)

    yield open_it
    for name, path in reversed(wrote):  # answers of others come before what they answer
        take_away(playwright, site, sessions(name), path)


def _note(page, kind, words):
    if kind in {"error", "warning"}:
        page.said.append(words)


def _is_expected(page, words):
    return any(expected in words for expected in page.may_say)
