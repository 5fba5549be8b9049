"""`import_actors FILE`: a JSON list of actors becomes accepted actors with their names."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from reader.actions.actors import import_actors
from reader.management.files import read_bytes
from reader.registry import read_actor_list
from reader.text.problems import Unreadable


class Command(BaseCommand):
    help = "Enter the actors of a JSON list [{name, kind, aliases: [text | {text, kind, …}]}]."

    def add_arguments(self, parser):
        parser.add_argument("file", help="the list")

    def handle(self, *args, **options):
        try:
            data = read_bytes(options["file"], limit=settings.LIMIT_FILE_BYTES)
            actors = import_actors(read_actor_list(data.decode("utf-8", "replace")))
        except Unreadable as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            raise CommandError(f"The database did not take it: {error}") from None
        self.stdout.write(f"{len(actors)} actors of the list are there.")
