"""People who sign in."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Someone who signs in: an editor now, every reader who writes later."""
