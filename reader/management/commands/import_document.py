"""`import_document FILE`: a file becomes a document, or a revision of one."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction
from django.utils.text import slugify

from reader.actions.actors import import_actors
from reader.actions.documents import apply, plan_document
from reader.actions.files import read_within_limits
from reader.actions.planning import make_plan
from reader.actions.proposing import propose
from reader.actions.records import Stale
from reader.actions.workflow import NotAllowed, publish
from reader.exports.reading import plan_as_json, write_dump
from reader.management.files import read_bytes
from reader.registry import add_entries, load_registry, make_registry, read_actor_list
from reader.text.collector import collector_at_rest
from reader.text.formats import FORMATS
from reader.text.problems import Unreadable
from reader.text.reading import read_parsed


class Command(BaseCommand):
    help = "Import a text file as a document, or as a revision of the document with its slug."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help="the file to import")
        parser.add_argument("--format", default="", help=f"one of {', '.join(FORMATS)}")
        parser.add_argument("--encoding", default="", help="the file's encoding, if not UTF-8")
        parser.add_argument("--actors", help="a JSON list of actors to enter first")
        parser.add_argument("--slug", default="", help="its address; the file's stem otherwise")
        parser.add_argument("--publish", action="store_true", help="let everyone read it at once")
        parser.add_argument("--reason", default="", help="why: kept with the revision")
        parser.add_argument("--dry-run", action="store_true", help="show the plan, write nothing")
        parser.add_argument("--json", action="store_true", help="print the plan as JSON")

    @collector_at_rest()
    def handle(self, *args, **options):
        try:
            formatted = read_within_limits(
                read_bytes(options["file"], limit=settings.LIMIT_FILE_BYTES),
                name=Path(options["file"]).name,
                format=options["format"],
                encoding=options["encoding"],
            )
            entries = []
            if options["actors"]:
                data = read_bytes(options["actors"], limit=settings.LIMIT_FILE_BYTES)
                entries = read_actor_list(data.decode("utf-8", "replace"))
            slug = self._slug(options)
            if options["dry_run"]:
                plan = self._plan_only(formatted, entries, slug)
            else:
                plan = self._import(formatted, entries, slug, options)
        except (Unreadable, Stale, NotAllowed) as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            raise CommandError(f"The database did not take it: {error}") from None
        if options["json"]:
            dump = plan_as_json(plan)
            dump["meta"]["source_file"] = Path(options["file"]).name
            for part in write_dump(dump):
                self.stdout.write(part, ending="")
        else:
            self._tell(plan, options)

    def _slug(self, options) -> str:
        given = options["slug"] or Path(options["file"]).stem
        slug = slugify(given)[:200].strip("-")
        if options["slug"] and slug != options["slug"]:
            raise Unreadable(f"{options['slug']!r} is no address: use a–z, 0–9 and hyphens.")
        if not slug:
            raise Unreadable("The file’s name gives no address: say one with --slug.")
        return slug

    def _plan_only(self, formatted, entries, slug):
        """Plan without writing; without a database too, the document then being new."""
        try:
            if connection.vendor == "sqlite":
                name = str(connection.settings_dict["NAME"])
                if "memory" not in name and not Path(name).exists():
                    raise DatabaseError("there is none yet")
            registry = add_entries(load_registry(), entries)
            return plan_document(
                formatted.manuscript,
                registry,
                slug=slug,
                problems=formatted.problems,
                propose=not entries,
                parsed=formatted.document,
            )
        except DatabaseError:
            registry = add_entries(make_registry([], []), entries)
            reading, actors = read_parsed(formatted.parsed(), registry.matcher), None
            if not entries:
                proposed = propose(reading, registry, {})
                reading, registry, actors = proposed.reading, proposed.registry, proposed.actors
            return make_plan(
                formatted.manuscript,
                reading,
                registry,
                slug=slug,
                standing=None,
                problems=formatted.problems,
                proposals=actors,
            )

    def _import(self, formatted, entries, slug, options):
        with transaction.atomic():
            import_actors(entries)
            plan = plan_document(
                formatted.manuscript,
                load_registry(),
                slug=slug,
                problems=formatted.problems,
                propose=not entries,
                parsed=formatted.document,
            )
            plan.document_now = apply(plan, reason=options["reason"] or "import")
            if options["publish"]:
                plan.document_now = publish(plan.document_now)
        return plan

    def _tell(self, plan, options):
        for kind, counts in plan.counts.items():
            said = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
            self.stdout.write(f"{kind}: {said or 'none'}")
        for problem in plan.problems:
            self.stdout.write(str(problem))
        if options["dry_run"]:
            self.stdout.write("Nothing was written.")
        else:
            document = plan.document_now
            self.stdout.write(f"{document.get_absolute_url()} is {document.get_status_display()}.")
