"""Settings, fed by the environment. README lists every variable; nothing else is read."""

import os
import secrets
import sys
import tempfile
from email.utils import formataddr
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from reader.build import stamp_of
from reader.email_url import mail_settings
from reader.modules import import_map, policy_hash

BASE_DIR = Path(__file__).resolve().parent.parent


def _flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def _number(name: str, default: int) -> int:
    given = os.environ.get(name, "").strip()
    if not given:
        return default
    if not given.isascii() or not given.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {given!r}.")
    return int(given)


DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "data")

# Who we are -------------------------------------------------------------------------------------
DEBUG = _flag("DEBUG")
SITE_NAME = os.environ.get("SITE_NAME", "Scholium")
SITE_URL = os.environ.get("SITE_URL", "").rstrip("/")
# A key of this process only lets the dry run, the tests and the other commands work without a
# variable; the served site refuses it (serving.py, checks.py), since sessions would not last.
SECRET_KEY_IS_GIVEN = bool(os.environ.get("SECRET_KEY"))
SECRET_KEY = os.environ.get("SECRET_KEY") or secrets.token_urlsafe(50)
ALLOWED_HOSTS = [
    host.strip() for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host.strip()
]
if SITE_URL and not ALLOWED_HOSTS:
    ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname or ""]
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
IS_SECURE = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []
if _flag("TRUST_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies stand before us: their count says which entry of X-Forwarded-For to believe.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _flag("TRUST_PROXY") else 0

# The house --------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "reader",
    "annotations",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "simple_history",
    "taggit",
]
MIDDLEWARE = [
    "reader.middleware.BusyDatabase",
    "reader.middleware.StoredPages",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "reader.middleware.PermissionsPolicy",
    "reader.middleware.PrivateAnswers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "reader.middleware.FormerAddresses",
]
ROOT_URLCONF = "reader.urls"
WSGI_APPLICATION = "reader.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# The database -----------------------------------------------------------------------------------
# SQLite: WAL lets readers read while one writes, IMMEDIATE makes writers queue instead of failing,
# FULL makes an acknowledged write outlive a power cut. Never ATOMIC_REQUESTS: reads would lock.
_sqlite_options = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA mmap_size=134217728; PRAGMA cache_size=-32000; "
        "PRAGMA wal_autocheckpoint=1000; PRAGMA journal_size_limit=67108864;"
    ),
}
_postgres_options = {
    "options": "-c statement_timeout=5s -c lock_timeout=3s"
    " -c idle_in_transaction_session_timeout=10s"
}
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'scholium.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
_engine = DATABASES["default"]["ENGINE"].rpartition(".")[2]
if _engine not in {"sqlite3", "postgresql"}:
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:// or postgres://.")
DATABASES["default"]["OPTIONS"] = {
    **(_sqlite_options if _engine == "sqlite3" else _postgres_options),
    **DATABASES["default"].get("OPTIONS", {}),
}
if _engine == "sqlite3":
    # Tests get a file too, so that what they say of locks and threads is true of a real database.
    _test_file = Path(tempfile.gettempdir()) / f"scholium-test-{os.getpid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(_test_file)}
# Where room for writes is asked for: of another engine this machine sees the data folder alone.
DISK = DATA_DIR
if _engine == "sqlite3" and "memory" not in str(DATABASES["default"]["NAME"]):
    DISK = Path(DATABASES["default"]["NAME"]).parent
# Counters of failed sign-ins must be seen by every worker; the database is the one thing all share.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "reader_cache",
        # Whoever floods one counter must not push out the others.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# People -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "reader.User"
AUTHENTICATION_BACKENDS = ["reader.accounts.SignIn"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "reader.accounts.AccountAdapter"
ACCOUNT_FORMS = {"signup": "reader.accounts.SignUpForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
# One address, which changes when the new one is confirmed.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
_sign_up = os.environ.get("SIGN_UP", "").strip().lower() or "open"
if _sign_up not in {"open", "closed"}:
    raise ImproperlyConfigured(f"SIGN_UP must be open or closed, not {_sign_up!r}.")
SIGN_UP_IS_OPEN = _sign_up == "open"
# Failures alone are counted (a right password takes its count back), by name and address, and by
# address; "login" and "signup" only stop a flood of requests from one address. An account that is
# made is counted as "signed_up", so that a mistyped form costs nothing.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": (
        f"{_number('LIMIT_FAILED_LOGINS', 5)}/15m/key,"
        f"{_number('LIMIT_FAILED_LOGINS_AN_HOUR', 30)}/h/ip"
    ),
    "signup": "60/h/ip",
    "signed_up": f"{_number('LIMIT_SIGN_UPS_A_DAY', 5)}/d/ip",
    "reset_password": f"60/h/ip,{_number('LIMIT_RESET_MAILS_AN_HOUR', 3)}/h/key",
    "export": f"{_number('LIMIT_EXPORTS_AN_HOUR', 6)}/h/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Single sign-on: one provider, off unless it is named. It is the only place the server asks.
_oidc = [
    os.environ.get(f"OIDC_{part}", "") for part in ("SERVER_URL", "CLIENT_ID", "CLIENT_SECRET")
]
if any(_oidc) and not all(_oidc):
    raise ImproperlyConfigured(
        "OIDC_SERVER_URL, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together."
    )
OIDC_NAME = (os.environ.get("OIDC_NAME") or "single sign-on") if all(_oidc) else ""
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": OIDC_NAME,
                "client_id": _oidc[1],
                "secret": _oidc[2],
                "settings": {"server_url": _oidc[0]},
            }
        ]
        if all(_oidc)
        else [],
    }
}
SOCIALACCOUNT_ADAPTER = "reader.accounts.ProviderAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
# No box to tick: a session lasts 14 days, a staff session 12 hours (views/accounts.py).
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_AGE_STAFF = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
EMAIL_URL = os.environ.get("EMAIL_URL", "").strip()
try:
    globals().update(mail_settings(EMAIL_URL))
except ValueError as error:
    raise ImproperlyConfigured(str(error)) from None
_host = urlsplit(SITE_URL).hostname or "localhost"
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM") or formataddr((SITE_NAME, f"noreply@{_host}"))

# Files ------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
# With collected files every name carries the hash of its content; without them (the demo, the
# tests) WhiteNoise serves the files from where they lie.
_collected = Path(os.environ.get("STATIC_ROOT") or BASE_DIR / "static-root")
STATIC_IS_COLLECTED = (_collected / "staticfiles.json").exists()
_is_collecting = sys.argv[1:2] == ["collectstatic"]
STATIC_ROOT = _collected if STATIC_IS_COLLECTED or _is_collecting else None
WHITENOISE_USE_FINDERS = not STATIC_IS_COLLECTED
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
IMPORT_MAP = import_map(
    [BASE_DIR / "reader", BASE_DIR / "annotations"],
    url=STATIC_URL,
    collected=_collected / "staticfiles.json" if STATIC_IS_COLLECTED else None,
)

# What browsers are told -------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IS_SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_SECURE
X_FRAME_OPTIONS = "DENY"


# The policy is the same for every page and every visit: no nonce, since pages are stored.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'", policy_hash(IMPORT_MAP)],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

# Limits (README has the table; each is tested just below and just above) -------------------------
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
LIMIT_FILE_BYTES = _number("LIMIT_FILE_BYTES", 20 * 1024 * 1024)
LIMIT_PARAGRAPHS = _number("LIMIT_PARAGRAPHS", 20_000)
LIMIT_PARAGRAPH_CHARACTERS = _number("LIMIT_PARAGRAPH_CHARACTERS", 100_000)
LIMIT_FOOTNOTES = _number("LIMIT_FOOTNOTES", 10_000)
LIMIT_REPORTS_AN_HOUR = _number("LIMIT_REPORTS_AN_HOUR", 5)
LIMIT_PREVIEW_COMMENTS = _number("LIMIT_PREVIEW_COMMENTS", 30)
LIMIT_PREVIEW_CHARACTERS = _number("LIMIT_PREVIEW_CHARACTERS", 5000)
LIMIT_REPORTS_A_DAY = _number("LIMIT_REPORTS_A_DAY", 20)
LIMIT_REPORT_CHARACTERS = _number("LIMIT_REPORT_CHARACTERS", 2000)
LIMIT_DEPTH = _number("LIMIT_DEPTH", 200)
LIMIT_UNPACKED_BYTES = _number("LIMIT_UNPACKED_BYTES", 200 * 1024 * 1024)
LIMIT_PART_BYTES = _number("LIMIT_PART_BYTES", 20 * 1024 * 1024)
LIMIT_PARTS = _number("LIMIT_PARTS", 2000)
LIMIT_UNPACKED_RATIO = _number("LIMIT_UNPACKED_RATIO", 100)
LIMIT_IMPORT_SECONDS = _number("LIMIT_IMPORT_SECONDS", 60)
LIMIT_IMPORT_BYTES = _number("LIMIT_IMPORT_BYTES", 512 * 1024 * 1024)
LIMIT_TABLE_ROWS = _number("LIMIT_TABLE_ROWS", 20_000)
LIMIT_TABLE_CHANGES = _number("LIMIT_TABLE_CHANGES", 1_000)
LIMIT_PAGE_SIZE = 50
LIMIT_FREE_DISK_BYTES = _number("LIMIT_FREE_DISK_BYTES", 100 * 1024 * 1024)
LIMIT_READS_A_MINUTE = _number("LIMIT_READS_A_MINUTE", 60)
# Annotations: requests, what one may hold, how many one person writes.
LIMIT_ANNOTATION_BYTES = _number("LIMIT_ANNOTATION_BYTES", 256 * 1024)
LIMIT_JSON_DEPTH = _number("LIMIT_JSON_DEPTH", 32)
LIMIT_JSON_PROPERTIES = _number("LIMIT_JSON_PROPERTIES", 100)
LIMIT_ANNOTATION_CHARACTERS = _number("LIMIT_ANNOTATION_CHARACTERS", 32_000)
LIMIT_ANNOTATION_BODIES = _number("LIMIT_ANNOTATION_BODIES", 10)
LIMIT_ANNOTATION_TARGETS = _number("LIMIT_ANNOTATION_TARGETS", 10)
LIMIT_TAGS = _number("LIMIT_TAGS", 20)
LIMIT_TAG_CHARACTERS = min(_number("LIMIT_TAG_CHARACTERS", 64), 64)
LIMIT_QUOTE_CHARACTERS = _number("LIMIT_QUOTE_CHARACTERS", 5_000)
LIMIT_CONTEXT_CHARACTERS = min(_number("LIMIT_CONTEXT_CHARACTERS", 200), 200)
LIMIT_WRITES_A_MINUTE = _number("LIMIT_WRITES_A_MINUTE", 30)
LIMIT_WRITES_AN_HOUR = _number("LIMIT_WRITES_AN_HOUR", 300)
LIMIT_WRITES_ON_FIRST_DAY = _number("LIMIT_WRITES_ON_FIRST_DAY", 10)
LIMIT_LINKS_ON_FIRST_DAY = _number("LIMIT_LINKS_ON_FIRST_DAY", 2)
LIMIT_FLAGS_A_DAY = _number("LIMIT_FLAGS_A_DAY", 30)
LIMIT_UNDO_SECONDS = _number("LIMIT_UNDO_SECONDS", 300)
# So many public annotations of a new account wait for a moderator; 0 for none.
FIRST_ANNOTATIONS_WAIT = _number("FIRST_ANNOTATIONS_WAIT", 0)
LIMIT_QUERY_CHARACTERS = 200
STORED_PAGES_CHECK_SECONDS = 1
STORED_PAGES_BUILD = stamp_of([BASE_DIR / name for name in ("reader", "annotations", "templates")])
STORED_PAGES_BYTES = _number("STORED_PAGES_BYTES", 64 * 1024 * 1024)

# Words and time ---------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True
TAGGIT_CASE_INSENSITIVE = True
SIMPLE_HISTORY_ENABLED = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "reader.logs.OneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO" if DEBUG else "WARNING"},
}
