"""Previews: a draft shown to a colleague without an account, and what they say to it."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.urls import reverse
from django.utils import timezone

from reader.models.documents import Document

SIGNER = Signer(salt="preview", sep=".")


def new_token() -> str:
    """Return 128 random bits as letters that an address can carry."""
    return secrets.token_urlsafe(16)


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    """Questions to the table of preview links."""

    def open(self, at: datetime | None = None) -> Self:
        """Return the links that lead somewhere at this moment."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=at or timezone.now())

    def signed(self, signed: str) -> Self:
        """Return the open link that this signed token names, if our key has signed it."""
        try:
            return self.open().filter(token=SIGNER.unsign(signed))
        except BadSignature:
            return self.none()


class PreviewLink(models.Model):
    """A link that opens one document's draft to whoever has it, until it ends or is revoked."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="preview_links")
    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False)
    label = models.CharField(max_length=100, blank=True, help_text="Whom it is for.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.label or f"link {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("reader:preview", args=[SIGNER.sign(self.token)])

    @property
    def is_open(self) -> bool:
        """Whether it leads somewhere now."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class PreviewComment(models.Model):
    """What a colleague said to a preview. Editors read it; no public page ever has it."""

    class Verdict(models.TextChoices):
        NONE = "", "no verdict"
        APPROVED = "approved", "approved"
        DECLINED = "declined", "declined"

    link = models.ForeignKey(PreviewLink, models.CASCADE, related_name="comments")
    name = models.CharField(max_length=100)
    text = models.TextField(blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict, blank=True, default=Verdict.NONE)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when it waits for no editor any more."
    )

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.name}: {self.verdict or self.text[:60]}"
