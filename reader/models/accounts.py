"""People who sign in."""

from django.contrib.auth.models import AbstractUser, AnonymousUser


class User(AbstractUser):
    """Someone who signs in: an editor now, every reader who writes later."""


# Who asks to see something; None asks for what is public.
Viewer = User | AnonymousUser | None
