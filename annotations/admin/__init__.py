"""What moderators and administrators have in the admin: no private or group annotation."""

from annotations.admin import groups, moderation

__all__ = ["groups", "moderation"]
