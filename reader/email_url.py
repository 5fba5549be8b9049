"""EMAIL_URL: where mail goes, in one line. No Django here: the settings ask it."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

BACKENDS = "django.core.mail.backends"
# Scheme → the port when none is named, STARTTLS, TLS from the first byte.
SMTP = {"smtp": (25, False, False), "smtp+tls": (587, True, False), "smtps": (465, False, True)}
KNOWN = "smtps://, smtp+tls://, smtp://, file:///folder or console:"


def mail_settings(url: str) -> dict[str, object]:
    """Return Django's mail settings for an EMAIL_URL; raise ValueError, in one line, for another.

    >>> mail_settings("smtps://ada:p%40ss@mail.example.org")["EMAIL_HOST_PASSWORD"]
    'p@ss'
    """
    parts = urlsplit(url)
    if url in {"", "console:", "console://"}:
        return {"EMAIL_BACKEND": f"{BACKENDS}.console.EmailBackend"}
    if parts.scheme == "file" and parts.path:
        backend = f"{BACKENDS}.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": unquote(parts.path)}
    if parts.scheme not in SMTP or not parts.hostname:
        raise ValueError(f"EMAIL_URL must begin with {KNOWN}, and name a host.")
    try:
        given = parts.port
    except ValueError:
        raise ValueError("EMAIL_URL names a port that is none.") from None
    port, starts_tls, is_tls = SMTP[parts.scheme]
    return {
        "EMAIL_BACKEND": f"{BACKENDS}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": given or port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": starts_tls,
        "EMAIL_USE_SSL": is_tls,
        "EMAIL_TIMEOUT": 10,
    }
