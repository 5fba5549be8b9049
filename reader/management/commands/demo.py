"""`demo`: the first article, imported and served, with nothing to set up."""

import json
import os
import secrets
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction

from reader.actions.actors import import_actors, import_relations
from reader.actions.documents import apply, plan_document
from reader.actions.sources import import_sources
from reader.actions.topics import describe_topics, label_document
from reader.actions.workflow import publish
from reader.models import Document, User
from reader.registry import load_registry, read_actor_list
from reader.roles import AUTHOR, CURATOR, MODERATOR, PUBLISHER
from reader.text.formats import read_file
from reader.text.problems import Unreadable

FIXTURES = settings.BASE_DIR / "fixtures"
ARTICLE = FIXTURES / "resistance-axis.txt"
EDITOR = "editor"
# All that the daily work needs; accounts are an administrator's (createsuperuser).
EDITOR_ROLES = (AUTHOR, CURATOR, PUBLISHER, MODERATOR)


class Command(BaseCommand):
    help = "Create or upgrade the database, import the first article, and serve the site."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="prepare everything, then stop")

    def handle(self, *args, **options):
        if not 0 < options["port"] < 65536:
            raise CommandError("--port must be between 1 and 65535.")
        os.umask(0o077)  # the database and the key are nobody else's to read
        try:
            settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
            key = self._secret_key()
        except OSError as error:
            raise CommandError(f"{settings.DATA_DIR} cannot be used: {error.strerror}.") from None
        try:
            call_command("migrate", verbosity=0, interactive=False)
            self._import()
            password = self._editor()
        except Unreadable as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            raise CommandError(f"The database did not take it: {error}") from None
        self._tell(password, options)
        if not options["no_serve"]:
            self._serve(key, options["port"])

    def _secret_key(self) -> str:
        """Return the demo's own key, made once and kept beside its database."""
        file = settings.DATA_DIR / "secret-key"
        if not file.exists():
            with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
                stream.write(secrets.token_urlsafe(50))
        return file.read_text().strip()

    @transaction.atomic
    def _import(self) -> None:
        """Bring in the article and its curated data, once: what is there stays as it is."""
        slug = ARTICLE.stem
        if Document.objects.filter(slug=slug).exists():
            return
        import_actors(read_actor_list((FIXTURES / "actors.json").read_text()), method="fixture")
        registry = load_registry()
        import_sources(_read("sources.json"), registry, slug=slug)
        formatted = read_file(ARTICLE.read_bytes(), name=ARTICLE.name)
        plan = plan_document(formatted.manuscript, registry, slug=slug, problems=formatted.problems)
        document = apply(plan, reason="First import")
        import_relations(_read("relations.json"), document, method="fixture")
        topics = _read("topics.json")
        describe_topics(topics["topics"])
        label_document(document, topics["documents"].get(slug, []))
        publish(document)

    def _editor(self) -> str | None:
        """Make the editor's account; return its password if it was made or set just now."""
        given = os.environ.get("SCHOLIUM_DEMO_PASSWORD")
        user = User.objects.filter(username=EDITOR).first()
        if user is not None and (not given or user.check_password(given)):
            return None
        is_new = user is None
        user = user or User(username=EDITOR, is_staff=True)
        password = given or secrets.token_urlsafe(9)
        user.set_password(password)
        user.save()
        if is_new:
            user.groups.set(Group.objects.filter(name__in=EDITOR_ROLES))
        return password

    def _tell(self, password: str | None, options) -> None:
        address = f"http://127.0.0.1:{options['port']}"
        self.stdout.write(f"The site: {address}/")
        if os.environ.get("SCHOLIUM_DEMO_PASSWORD"):
            said = "with the password in SCHOLIUM_DEMO_PASSWORD"
        elif password:
            said = f"with the password {password} (shown only now)"
        else:
            said = "with the password shown at the first start"
        self.stdout.write(f"The admin: {address}/admin/ as {EDITOR}, {said}")
        self.stdout.flush()

    def _serve(self, key: str, port: int) -> None:
        """Become the very server that is deployed, on this machine's own address only."""
        environment = {
            **os.environ,
            "SECRET_KEY": os.environ.get("SECRET_KEY") or key,
            "BIND": f"127.0.0.1:{port}",
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "DATA_DIR": str(settings.DATA_DIR),
        }
        gunicorn = [sys.executable, "-m", "gunicorn", "-c", "python:reader.serving", "reader.wsgi"]
        os.chdir(settings.BASE_DIR)
        os.execve(sys.executable, gunicorn, environment)


def _read(name: str):
    return json.loads(Path(FIXTURES / name).read_text())
