"""What keeps the talk decent: flags, acts of moderators, sanctions, personal blocks."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Flag(models.Model):
    """One reader's word to the moderators about one annotation."""

    class Reason(models.TextChoices):
        SPAM = "spam", "spam or advertising"
        ABUSE = "abuse", "insult or threat"
        PRIVATE = "private", "private facts about someone"
        FALSE = "false", "false or misleading"
        OTHER = "other", "something else"

    annotation = models.ForeignKey("annotations.Annotation", models.CASCADE, related_name="flags")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=7, choices=Reason)
    words = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["annotation", "user"], name="flag_is_raised_once")
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


class Append(Exception):
    """A row of the moderators' log was to be changed."""


class ModerationActQuerySet(models.QuerySet["ModerationAct"]):
    """Rows of the log are added and read, nothing else."""

    def update(self, **values: object) -> int:
        # Who is deleted leaves the act: their key is set to nothing, and only that.
        if set(values) <= {"moderator", "author", "annotation"} and not any(values.values()):
            return super().update(**values)
        raise Append("The moderators’ log is only added to.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Append("The moderators’ log is only added to.")


class ModerationAct(models.Model):
    """One decision about one annotation or one person, with its reason. Never changed."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    annotation = models.ForeignKey(
        "annotations.Annotation", models.SET_NULL, null=True, related_name="moderation_acts"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    group = models.ForeignKey(
        "annotations.Group",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="moderation_acts",
        help_text="Empty for what was decided for the whole site.",
    )
    verb = models.CharField(max_length=20, help_text="Approved, hid, called spam, kept, erased.")
    state_before = models.CharField(max_length=8, blank=True)
    state_after = models.CharField(max_length=8, blank=True)
    reason = models.CharField(max_length=1000, blank=True)

    objects = ModerationActQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.verb

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise Append("The moderators’ log is only added to.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise Append("The moderators’ log is only added to.")


class SanctionQuerySet(models.QuerySet["Sanction"]):
    """Questions to the table of sanctions."""

    def in_force(self, at: datetime | None = None) -> Self:
        at = at or timezone.now()
        return self.filter(
            Q(until__isnull=True) | Q(until__gt=at), since__lte=at, lifted_at__isnull=True
        )


class Sanction(models.Model):
    """Somebody may not write for a time: silenced in public or in a group, or banned from both."""

    class Kind(models.TextChoices):
        SILENCE = "silence", "silenced: reads, writes nothing others see"
        BAN = "ban", "banned: writes nothing"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sanctions")
    group = models.ForeignKey(
        "annotations.Group",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="sanctions",
        help_text="Empty for the whole site.",
    )
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.SILENCE)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True, help_text="Empty for no end.")
    reason = models.CharField(max_length=1000)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]

    def __str__(self) -> str:
        return self.get_kind_display().partition(":")[0]


class PersonalBlock(models.Model):
    """One reader does not want to see what another writes. Nobody else sees a difference."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "blocked"], name="block_is_set_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} does not see {self.blocked}"
