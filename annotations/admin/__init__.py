"""The moderators' part of the admin. Private annotations are on no page of it."""

from annotations.admin import moderation

__all__ = ["moderation"]
