"""People who sign in."""

from __future__ import annotations

import hashlib

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

from reader.text.user_names import fold_user_name, is_user_name, name_over, one_line

# Over what someone wrote whose account is closed.
NEUTRAL_NAME = "a former reader"


def validate_user_name(value: str) -> None:
    """Refuse a name that is not ASCII, too short, too long, or could be misread in a sentence."""
    if not is_user_name(value):
        raise ValidationError(
            "A name has 2 to 40 letters (a to z), digits, and _ . - between them.", code="bad_name"
        )


class User(AbstractUser):
    """Someone who signs in: a reader who writes, or an editor.

    The user name is unique whatever its case; the display name stands beside it and is never
    shown alone. Of whoever leaves no row stays: what they wrote names NEUTRAL_NAME.
    """

    username = models.CharField(
        "name",
        max_length=150,
        unique=True,
        validators=[validate_user_name],
        error_messages={"unique": "This name is taken."},
    )
    display_name = models.CharField(max_length=80, blank=True, help_text="Beside the name.")
    about = models.TextField(max_length=2000, blank=True, help_text="Shown on the public page.")

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="user_name_is_unique_in_any_case",
                violation_error_message="This name is taken.",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        self.display_name = one_line(self.display_name)

    @property
    def shown_name(self) -> str:
        """The name over what they wrote: "Ada Marsh (ada)", "ada", or a neutral one."""
        return name_over(self.username, self.display_name)

    def get_absolute_url(self) -> str:
        return reverse("annotations:person", args=[self.username])


class RetiredNameQuerySet(models.QuerySet["RetiredName"]):
    """Names by whether anyone may have them."""

    def covers(self, name: str) -> bool:
        """Tell whether someone who left had this name."""
        return self.filter(digest=_digest(name)).exists()

    def retire(self, name: str) -> None:
        """Give this name to nobody again."""
        self.get_or_create(digest=_digest(name))


class RetiredName(models.Model):
    """A name that nobody gets again, since what was said to it was said to someone who left.

    Only its digest is kept: the name itself has been forgotten.
    """

    digest = models.CharField(max_length=64, unique=True)

    objects = RetiredNameQuerySet.as_manager()

    def __str__(self) -> str:
        return self.digest


def _digest(name: str) -> str:
    return hashlib.sha256(fold_user_name(name).encode()).hexdigest()


# Who asks to see something; None asks for what is public.
Viewer = User | AnonymousUser | None
