"""Serving: the article page beside a static file of the same bytes, from the same gunicorn."""

import http.client
import os
import statistics
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import brotli

from tests.gold import ROOT

PORT = 8791
ROUNDS, REQUESTS = 5, 3000
PAGE = "/documents/resistance-axis/"


def cpu_seconds(parent):
    """Return the processor time of parent's children so far (Linux)."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(folder):
    environment = {
        **os.environ,
        "DATA_DIR": str(folder),
        "STATIC_ROOT": str(folder / "static"),
        "SECRET_KEY": "k" * 50,
        "BIND": f"127.0.0.1:{PORT}",
    }
    manage = [sys.executable, "manage.py"]
    quiet = {"cwd": ROOT, "env": environment, "check": True, "capture_output": True}
    subprocess.run([*manage, "demo", "--no-serve"], **quiet)
    subprocess.run([*manage, "collectstatic", "--noinput"], **quiet)
    body = render_once(environment)
    (folder / "static" / "page.html").write_bytes(body)
    (folder / "static" / "page.html.br").write_bytes(brotli.compress(body, quality=5))
    server = start(environment)
    try:
        yield server
    finally:
        server.terminate()
        server.wait(20)


def start(environment):
    command = [sys.executable, "-m", "gunicorn", "-c", "python:reader.serving"]
    command += ["--workers", "1", "--max-requests", "0", "reader.wsgi"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    for _ in range(100):
        try:
            with connected() as connection:
                get(connection, "/healthz")
            return server
        except OSError:
            time.sleep(0.1)
    raise AssertionError("gunicorn did not start")


def connected():
    return closing(http.client.HTTPConnection("127.0.0.1", PORT))


def get(connection, path, **headers):
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer, answer.read()


def render_once(environment):
    server = start(environment)
    try:
        with connected() as connection:
            answer, body = get(connection, PAGE)
        assert answer.status == 200
        return body
    finally:
        server.terminate()
        server.wait(20)


def cost(server, path, **headers):
    """Return the server's processor seconds for each of REQUESTS requests on one connection."""
    before = cpu_seconds(server.pid)
    with connected() as connection:
        for _ in range(REQUESTS):
            get(connection, path, **headers)
    return (cpu_seconds(server.pid) - before) / REQUESTS


def test_a_stored_page_costs_about_what_a_file_costs(tmp_path):
    with served(tmp_path) as server, connected() as connection:
        answer, body = get(connection, PAGE)
        static, same = get(connection, "/static/page.html")
        assert (answer.status, static.status) == (200, 200)
        assert body == same
        not_modified = {"If-None-Match": answer.headers["ETag"]}
        static_304 = {
            "If-Modified-Since": static.headers["Last-Modified"],
            **({"If-None-Match": static.headers["ETag"]} if static.headers["ETag"] else {}),
        }
        assert get(connection, PAGE, **not_modified)[0].status == 304
        assert get(connection, "/static/page.html", **static_304)[0].status == 304
        ratios, ratios_304 = [], []
        for _ in range(ROUNDS):
            file, page = cost(server, "/static/page.html"), cost(server, PAGE)
            ratios.append(file / page)
            file = cost(server, "/static/page.html", **static_304)
            page = cost(server, PAGE, **not_modified)
            ratios_304.append(file / page)
            print(f"\nfile/page {ratios[-1]:.2f}, 304: {ratios_304[-1]:.2f}")
        full, unchanged = statistics.median(ratios), statistics.median(ratios_304)
        print(f"\nmedian: 200 {full:.2f}, 304 {unchanged:.2f}")
        assert full >= 0.8
        assert unchanged >= 0.85
