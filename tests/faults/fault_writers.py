"""Many writers at the site as it is served: gunicorn, HTTP, sixteen clients beside four readers."""

import http.client
import itertools
import json
import os
import resource
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from annotations.actions.tokens import make_token
from annotations.models import Annotation
from tests.factories import make_document, make_user

CLIENTS, READERS = 16, 4
ALL = int(os.environ.get("FAULT_ANNOTATIONS", "2000"))
LD = "application/ld+json"
START_SECONDS, MOST_TRIES = 60, 200


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def served(folder):
    """Serve the tests' own database as `manage.py demo` serves its one; give the port."""
    port, name = free_port(), connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        own = connection.settings_dict
        url = (
            f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT'] or 5432}/{name}"
        )
    connections.close_all()
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
        "SECRET_KEY": "k" * 50,
        "BIND": f"127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1",
        "LIMIT_WRITES_A_MINUTE": "1000000",
        "LIMIT_WRITES_AN_HOUR": "1000000",
        "LIMIT_READS_A_MINUTE": "1000000",
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "python:reader.serving", "reader.wsgi"]
    server = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)
    try:
        until = time.monotonic() + START_SECONDS
        while ask(port, "GET", "/healthz")[0] != 200:
            assert server.poll() is None, "the site does not start"
            assert time.monotonic() < until, "the site does not answer"
            time.sleep(0.2)
        yield port
    finally:
        server.terminate()
        server.wait(60)


def ask(port, method, path, body=None, **headers):
    """Ask once, on a connection of its own; return status, headers, body; 0 for no answer."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        link.request(method, path, body, given)
        answer = link.getresponse()
        return answer.status, answer.headers, answer.read()
    except OSError:
        return 0, {}, b""
    finally:
        link.close()


class Writer:
    """One client with an access key of its own."""

    def __init__(self, port, secret, block):
        self.port, self.secret, self.block = port, secret, block
        self.took, self.statuses = [], Counter()

    def write(self, name):
        """Send one annotation until it is taken; return its address."""
        data = {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "type": "Annotation",
            "visibility": "public",
            "bodyValue": f"Words {name}",
            "target": {
                "source": "/documents/bells/",
                "selector": {"type": "BlockSelector", "block": self.block, "start": 4, "end": 9},
            },
        }
        start = time.monotonic()
        for _ in range(MOST_TRIES):
            status, headers, _ = self.send("POST", "/annotations/", data, Idempotency_Key=name)
            self.statuses[status] += 1
            if status != 503:
                break
            time.sleep(float(headers["Retry-After"]))
        self.took.append(time.monotonic() - start)
        return headers.get("Location") if status == 201 else None

    def send(self, method, path, data, **headers):
        headers |= {"Authorization": f"Bearer {self.secret}", "Content_Type": LD, "Accept": LD}
        return ask(self.port, method, path, json.dumps(data).encode(), **headers)


def keys_of(people):
    return [make_token(user, name="load", scope="write")[1] for user in people]


def run(works):
    """Do all of these at once."""
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def p95(times):
    return sorted(times)[int(len(times) * 0.95)]


@pytest.fixture
def document(transactional_db):
    return make_document(slug="bells", paragraphs=["The tower burned.", "Nobody was hurt."])


@pytest.fixture
def people(transactional_db):
    long_ago = timezone.datetime(2020, 1, 1, tzinfo=timezone.get_current_timezone())
    return [make_user(date_joined=long_ago) for _ in range(CLIENTS)]


def test_sixteen_clients_write_beside_four_readers(document, people, tmp_path):
    block, secrets = document.blocks.first().key, keys_of(people)
    with served(tmp_path) as port:
        writers = [Writer(port, secret, block) for secret in secrets]
        told, reads, seen, done = [], [], Counter(), threading.Event()

        def write(number):
            for each in range(ALL // CLIENTS):
                name = f"{number}-{each}"
                address = writers[number].write(name)
                told.append(address)
                # The answer was lost on its way: the client sends it again.
                if each % 10 == 0 and writers[number].write(name) != address:
                    told.append(f"{name} is there twice")

        def read(number):
            paths = ("/documents/bells/", "/documents/", told[0] if told else "/", "/sources/")
            for path in itertools.cycle(paths):
                if done.is_set():
                    return
                start = time.monotonic()
                status, _, _ = ask(port, "GET", path, Accept="text/html")
                reads.append(time.monotonic() - start)
                seen[status] += 1
                time.sleep(0.05)

        readers = [threading.Thread(target=read, args=(n,)) for n in range(READERS)]
        for reader in readers:
            reader.start()
        start = time.monotonic()
        run([lambda n=n: write(n) for n in range(CLIENTS)])
        whole = time.monotonic() - start
        done.set()
        for reader in readers:
            reader.join()
    statuses = sum((writer.statuses for writer in writers), Counter())
    took = [each for writer in writers for each in writer.took]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"\n{connection.vendor}: {len(told)} annotations by {CLIENTS} clients in {whole:.0f} s; "
        f"statuses {dict(statuses)}; write p95 {p95(took):.2f} s; {len(reads)} reads by {READERS}, "
        f"p95 {p95(reads):.2f} s, statuses {dict(seen)}; server's processor "
        f"{used.ru_utime + used.ru_stime:.0f} s; load of the machine {os.getloadavg()[0]:.0f}"
    )
    assert set(statuses) <= {201, 503}
    assert set(seen) == {200}
    assert len(set(told)) == len(told) == Annotation.objects.count() == ALL // CLIENTS * CLIENTS
    assert Annotation.objects.values("body").distinct().count() == len(told)


def test_of_stale_edits_all_but_one_are_told(document, people, tmp_path):
    block, secrets = document.blocks.first().key, keys_of(people[:1])
    with served(tmp_path) as port:
        hands = [Writer(port, secrets[0], block) for _ in range(8)]
        for number in range(20):
            address = hands[0].write(f"edited-{number}")
            path = "/" + address.split("/", 3)[3]
            told = []

            def edit(hand, path=path, told=told):
                data = {
                    "@context": "http://www.w3.org/ns/anno.jsonld",
                    "type": "Annotation",
                    "bodyValue": f"By {id(hand)}",
                    "target": "/documents/bells/",
                }
                while True:
                    status, _, _ = hand.send("PUT", path, data, If_Match='"1-1"')
                    if status != 503:
                        break
                    time.sleep(1)
                told.append(status)

            run([lambda hand=hand: edit(hand) for hand in hands])
            assert sorted(told) == [200] + [412] * 7, told
    print(f"\n{connection.vendor}: 20 rounds of 8 edits at once, each won by one, the others told")
