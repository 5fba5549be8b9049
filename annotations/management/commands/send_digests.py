"""`send_digests`: mail everyone what is new to them; run it once an hour."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from annotations.actions.digests import due_readers, send_digest
from annotations.actions.notices import notice_new_documents


class Command(BaseCommand):
    help = "Mail unread notices to whoever is due, once a day or a week as each has chosen."

    def handle(self, *args, **options):
        if not settings.SITE_URL:
            raise CommandError("SITE_URL is not set: the links in mails would lead nowhere.")
        notice_new_documents()
        sent = sum(send_digest(user) for user in due_readers())
        self.stdout.write(f"{sent} mails sent.")
