"""Asking a web address whether it still answers, and nothing more. No Django here.

The site fetches nothing by itself; a command at the console may. Each host is resolved once and
that very address is connected to, so that a name cannot lead elsewhere between the question and the
answer; only public addresses are asked (safety: server-side request forgery, OWASP A10:2021).
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

MOST_REDIRECTS = 3
SECONDS = 10
AGENT = "Mozilla/5.0 (compatible; Scholium link check)"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# What servers answer that know GET only.
NO_HEAD = frozenset({400, 403, 404, 405, 406, 501})


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered: the status, 0 for none, the last address, and why in words."""

    status: int
    url: str
    words: str = ""

    @property
    def is_alive(self) -> bool:
        return 200 <= self.status < 300


class _Refused(Exception):
    """An address that is not asked."""


def ask(url: str, *, may_be_private: bool = False, seconds: float = SECONDS) -> Answer:
    """Return what url answers, after at most MOST_REDIRECTS redirects, each asked likewise.

    Raises nothing: whatever goes wrong is an answer with status 0 and its reason. No body is read.
    """
    here = url
    for _ in range(MOST_REDIRECTS + 1):
        try:
            status, location = _ask_once(here, may_be_private, seconds)
        except _Refused as refused:
            return Answer(0, here, str(refused))
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Answer(0, here, _reason(error))
        if status not in REDIRECTS or not location:
            return Answer(status, here)
        here = urljoin(here, location)
    return Answer(0, here, f"more than {MOST_REDIRECTS} redirects")


def _ask_once(url: str, may_be_private: bool, seconds: float) -> tuple[int, str]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _Refused("no web address")
    address = _resolve(parts, may_be_private)
    status, location = _send("HEAD", parts, address, seconds)
    if status in NO_HEAD:
        status, location = _send("GET", parts, address, seconds)
    return status, location


def _resolve(parts: SplitResult, may_be_private: bool) -> tuple[str, int]:
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    host = str(found[0][4][0])
    if not may_be_private and not ipaddress.ip_address(host.partition("%")[0]).is_global:
        raise _Refused("not a public address")
    return host, port


def _send(
    method: str, parts: SplitResult, address: tuple[str, int], seconds: float
) -> tuple[int, str]:
    host = parts.hostname or ""
    connection = http.client.HTTPConnection(host, address[1], timeout=seconds)
    plain = socket.create_connection(address, timeout=seconds)
    # A server that sends a byte now and then would hold each read open anew: this ends them all.
    is_over = threading.Event()
    clock = threading.Timer(seconds, _end, [plain, is_over])
    clock.daemon = True
    clock.start()
    try:
        connection.sock = plain
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(plain, server_hostname=host)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, headers={"Host": parts.netloc.rpartition("@")[2]} | _ASK)
        response = connection.getresponse()
        if is_over.is_set():  # what was cut off reads like an end of the headers
            raise TimeoutError
        return response.status, response.getheader("Location") or ""
    finally:
        clock.cancel()
        connection.close()
        plain.close()


_ASK = {"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"}


def _end(open_socket: socket.socket, is_over: threading.Event) -> None:
    is_over.set()
    try:
        open_socket.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it has ended already


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return "no such host"
    if isinstance(error, ssl.SSLError):
        return "no valid certificate"
    return (str(error) or type(error).__name__)[:200]
