"""What every test stands on."""

import importlib
import os
import shutil

import pytest

# Playwright runs an event loop beside the test; the ORM is used from the test's own thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
# The headless shell is the same engine without windows, at a third of the work for each page.
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# The migrations that give roles their rights.
RIGHTS_GIVEN = [
    ("0010_make_the_roles", "make_roles"),
    ("0015_let_editors_see_what_edits_lost", "let_them_see"),
]


def _make_roles(**kwargs):
    """A test that commits is followed by a flush, which takes what migrations have put there."""
    from django.apps import apps

    for migration, act in RIGHTS_GIVEN:
        getattr(importlib.import_module(f"reader.migrations.{migration}"), act)(apps, None)


def pytest_configure():
    from django.db.models.signals import post_migrate

    post_migrate.connect(_make_roles, weak=False, dispatch_uid="roles")


@pytest.fixture(autouse=True)
def _fresh_memory(settings):
    """Nothing that one test left in the process is met by the next."""
    from reader.actions.pages import memory
    from reader.registry import forget_registry
    from reader.views.limits import counts

    forget_registry()
    counts.forget()
    settings.LIMIT_READS_A_MINUTE = 10_000
    settings.STORED_PAGES_CHECK_SECONDS = 0
    for path in list(memory.paths()):
        memory.forget(path)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    return {**browser_type_launch_args, "executable_path": chromium, "args": QUIET}


def pytest_sessionfinish(session, exitstatus):
    """In CI nothing is skipped: a test that cannot run there is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped") and exitstatus == 0:
        reporter.write_line("Skipped tests count as failed in CI.", red=True)
        session.exitstatus = 1
