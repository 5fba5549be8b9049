"""The settings: what they refuse, and that nothing else needs a variable."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KEY = "k" * 50


def run(*arguments, **variables):
    environment = {"PATH": os.environ["PATH"], **variables}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


class TestTheServedSite:
    @pytest.mark.parametrize(
        ("variables", "said"),
        [
            ({}, "SECRET_KEY is not set"),
            ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter"),
            ({"SECRET_KEY": KEY, "DEBUG": "1", "SITE_URL": "https://x.org"}, "DEBUG is on"),
            ({"SECRET_KEY": KEY, "DATABASE_URL": "mysql://x/y"}, "DATABASE_URL must begin"),
            ({"SECRET_KEY": KEY, "DEBUG": "1", "BIND": "0.0.0.0:8765"}, "DEBUG is on"),
            ({"SECRET_KEY": KEY, "LIMIT_PARAGRAPHS": "many"}, "LIMIT_PARAGRAPHS must be"),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_is_refused_in_one_line(self, variables, said, tmp_path):
        done = run(
            "-m",
            "gunicorn",
            "-c",
            "python:reader.serving",
            "reader.wsgi",
            DATA_DIR=str(tmp_path),
            **{"BIND": "127.0.0.1:8765"} | variables,
        )
        assert done.returncode != 0
        assert said in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
        assert "Traceback" not in done.stderr

    def test_check_deploy_refuses_without_a_key(self, tmp_path):
        done = run("manage.py", "check", "--deploy", DATA_DIR=str(tmp_path))
        assert done.returncode != 0
        assert "SECRET_KEY is not set" in done.stderr


class TestTheDryRun:
    def test_needs_no_variable_and_no_database(self, tmp_path):
        done = run(
            "manage.py",
            "import_document",
            "fixtures/resistance-axis.txt",
            "--dry-run",
            "--json",
            DATA_DIR=str(tmp_path / "none"),
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("{")
        assert not (tmp_path / "none").exists()
