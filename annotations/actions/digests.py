"""Notices by mail: what is unread, in one mail a day or a week, checked when it is sent."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from annotations.models import MailChoice, Notice, Sanction
from reader.models import User

SALT = "digest"
MOST_NOTICES = 50
# What nobody opened for so long is not mailed any more.
STALE_AFTER = timedelta(days=30)
# A little less than the day and the week, so that a timer's jitter skips none.
EVERY = {
    MailChoice.Frequency.DAILY: timedelta(hours=23),
    MailChoice.Frequency.WEEKLY: timedelta(days=6, hours=23),
}

log = logging.getLogger(__name__)


def due_readers() -> list[User]:
    """Return who has unread notices to be mailed, a confirmed address, and a mail due now.

    Whoever is banned from the site gets none while that lasts.
    """
    now = timezone.now()
    waiting = Notice.objects.unseen().filter(
        recipient=OuterRef("pk"), mailed_at=None, created_at__gt=now - STALE_AFTER
    )
    address = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True, primary=True)
    never = Q(mail_choice=None) | Q(mail_choice__sent_at=None)
    due = Q(pk__in=[])
    for frequency, every in EVERY.items():
        due |= Q(mail_choice__frequency=frequency, mail_choice__sent_at__lte=now - every)
    people = User.objects.filter(Exists(waiting), Exists(address), is_active=True)
    people = people.exclude(mail_choice__frequency=MailChoice.Frequency.OFF)
    banned = Sanction.objects.in_force().filter(kind=Sanction.Kind.BAN, group=None)
    people = people.exclude(pk__in=banned.values("user"))
    return list(people.filter(never | due).order_by("pk"))


def send_digest(user: User) -> bool:
    """Mail user what is unread and may be read now; return False if nothing was sent.

    The notices are claimed first, so that two senders at once mail them once; a mail server that
    is away gives them back.
    """
    with transaction.atomic():
        waiting = Notice.objects.filter(recipient=user, mailed_at=None)
        list(waiting.select_for_update().values_list("pk", flat=True))
        notices = list(
            waiting.readable_by(user)
            .unseen()
            .filter(created_at__gt=timezone.now() - STALE_AFTER)
            .select_related("annotation__document", "document", "by")[:MOST_NOTICES]
        )
        if not notices:
            return False
        keys = [notice.pk for notice in notices]
        Notice.objects.filter(pk__in=keys).update(mailed_at=timezone.now())
        MailChoice.objects.update_or_create(user=user, defaults={"sent_at": timezone.now()})
    try:
        _mail(user, notices).send()
    except (SMTPException, OSError) as error:
        log.error("a digest was not sent: %s", error)
        Notice.objects.filter(pk__in=keys).update(mailed_at=None)
        MailChoice.objects.filter(user=user).update(sent_at=None)
        return False
    return True


def _mail(user: User, notices: list[Notice]) -> EmailMessage:
    off = settings.SITE_URL + reverse("annotations:digest_off", args=[token_for(user)])
    context = {
        "user": user,
        "notices": notices,
        "site": settings.SITE_URL,
        "site_name": settings.SITE_NAME,
        "off": off,
    }
    number = len(notices)
    return EmailMessage(
        subject=f"{number} new {'notice' if number == 1 else 'notices'} on {settings.SITE_NAME}",
        body=render_to_string("annotations/email/digest.txt", context),
        to=[EmailAddress.objects.get_primary(user).email],
        # RFC 8058: one press in the reader's own mail program, without signing in.
        headers={
            "List-Unsubscribe": f"<{off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


def token_for(user: User) -> str:
    """Return the signed text by which whoever has it may stop user's mails, and nothing else."""
    return signing.Signer(salt=SALT).sign(str(user.pk))


def stop_digests(token: str) -> bool:
    """Stop the mails of whom the token names; return False for a text that is no such token."""
    user = reader_of(token)
    if user is None:
        return False
    set_frequency(user, MailChoice.Frequency.OFF)
    return True


def reader_of(token: str) -> User | None:
    """Return whose mails the token may stop."""
    try:
        key = int(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return User.objects.filter(pk=key).first()


def set_frequency(user: User, frequency: str) -> None:
    """Say how often user gets mails."""
    MailChoice.objects.update_or_create(user=user, defaults={"frequency": frequency})
