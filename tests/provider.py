"""A tiny OpenID Connect provider on this machine, for tests of single sign-on."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import jwt

CLIENT, SECRET = "scholium", "a secret of at least thirty-two bytes"


class Provider:
    """Answers as one would who vouches for `claims`; `asked` has what it was asked for."""

    def __init__(self, url):
        self.url, self.asked, self.claims, self.breaks = url, [], {}, None
        self.vouch("7", "ada", "ada@example.org")

    def vouch(self, sub, name, email, *, verified=True):
        self.claims = {
            "sub": sub,
            "preferred_username": name,
            "email": email,
            "email_verified": verified,
        }

    def answer(self, path, posted):
        """Return status and body for a request."""
        self.asked.append((path, posted))
        if self.breaks and path.startswith(self.breaks[0]):
            return self.breaks[1:]
        if path == "/.well-known/openid-configuration":
            said = {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}
            said |= {
                f"{name}_endpoint": f"{self.url}/{name}" for name in ("authorization", "token")
            }
            return 200, json.dumps(said | {"userinfo_endpoint": f"{self.url}/userinfo"})
        if path == "/token":
            token = jwt.encode(
                self.claims | {"iss": self.url, "aud": CLIENT, "exp": 4_000_000_000}, SECRET
            )
            return 200, json.dumps({"access_token": "x", "token_type": "Bearer", "id_token": token})
        if path == "/userinfo":
            return 200, json.dumps(self.claims)
        return 404, "{}"


@contextmanager
def provider():
    """Serve a Provider for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            length = int(self.headers.get("Content-Length") or 0)
            posted = parse_qs(self.rfile.read(length).decode())
            status, body = told.answer(self.path.partition("?")[0], posted)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body.encode())

        do_POST = do_GET

        def log_message(self, *words):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        told = Provider(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()


def settings_for(url):
    """Return the settings by which the site asks this provider."""
    app = {"provider_id": "sso", "name": "Guild", "client_id": CLIENT, "secret": SECRET}
    app["settings"] = {"server_url": url}
    return {
        "OIDC_NAME": "Guild",
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}},
    }
