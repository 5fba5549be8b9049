"""What readers follow, and the notices and mails they get of it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from annotations.models.annotations import Annotation
from annotations.models.moderation import PersonalBlock, Sanction
from reader.models import Document, User


class Follow(models.Model):
    """One person follows one thing, by its kind and primary key."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", "document"
        GROUP = "group", "group"
        ACTOR = "actor", "actor"
        TOPIC = "topic", "topic"
        THREAD = "thread", "thread"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    kind = models.CharField(max_length=8, choices=Kind)
    key = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["kind", "key"], name="follow_by_thing")]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "key"], name="thing_is_followed_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by who may still read what they are about."""

    def readable_by(self, user: User) -> Self:
        """Return user's notices of what user may read now, by people who are not shut out.

        What somebody did who is silenced or banned since is not told while that lasts.
        """
        annotations = Annotation.objects.visible_to(user).filter(pk=OuterRef("annotation"))
        documents = Document.objects.visible_to(user).filter(pk=OuterRef("document"))
        blocked = PersonalBlock.objects.filter(user=user).values("blocked")
        silenced = Sanction.objects.in_force().filter(
            Q(group=None) | Q(group=OuterRef("annotation__group")), user=OuterRef("by")
        )
        return self.filter(
            Q(annotation=None) | Exists(annotations),
            Q(document=None) | Exists(documents),
            Q(by=None) | (Q(by__is_active=True) & ~Q(by__in=blocked) & ~Exists(silenced)),
            recipient=user,
        )

    def unseen(self) -> Self:
        return self.filter(seen_at=None)


class Notice(models.Model):
    """One person is told of one source, once, whatever leads there.

    It says nothing that its source does not say: who may read that is asked each time.
    """

    class Reason(models.TextChoices):
        MENTION = "mention", "named you"
        REPLY = "reply", "answered you"
        THREAD = "thread", "wrote in a thread you follow"
        GROUP = "group", "wrote in a group you follow"
        DOCUMENT = "document", "wrote on a document you follow"
        ACTOR = "actor", "wrote of an actor you follow"
        REVISED = "revised", "A document you follow was revised"
        NEW = "new", "A new document on what you follow"
        ACCEPTED = "accepted", "accepted your suggestion"
        REJECTED = "rejected", "did not take your suggestion"
        RESOLVED = "resolved", "resolved what you wrote"
        APPROVED = "approved", "let through what you wrote"
        HIDDEN = "hidden", "Moderators withheld what you wrote"
        LOST = "lost", "An edit took away the words you wrote about"

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    source = models.CharField(max_length=80)
    reason = models.CharField(max_length=8, choices=Reason)
    annotation = models.ForeignKey(
        Annotation, models.CASCADE, null=True, blank=True, related_name="+"
    )
    document = models.ForeignKey(Document, models.CASCADE, null=True, blank=True, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    mailed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["recipient", "seen_at"], name="notice_by_recipient")]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "source"], name="source_is_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.source}"


class MailChoice(models.Model):
    """How often one person gets notices by mail; without a row, once a day."""

    class Frequency(models.TextChoices):
        DAILY = "daily", "once a day"
        WEEKLY = "weekly", "once a week"
        OFF = "off", "never"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choice"
    )
    frequency = models.CharField(max_length=6, choices=Frequency, default=Frequency.DAILY)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)

    def __str__(self) -> str:
        return self.get_frequency_display()
