"""The rows. Import models from here, never from the files beside it."""

from annotations.models.annotations import Annotation, Edit, Suggestion
from annotations.models.follows import Follow, MailChoice, Notice
from annotations.models.groups import Group, Invitation, Membership
from annotations.models.keys import IdempotencyKey
from annotations.models.moderation import Flag, ModerationAct, PersonalBlock, Sanction
from annotations.models.places import Placement, Segment, Target
from annotations.models.reactions import Reaction
from annotations.models.tags import Tag, TagLabel, fold_tag
from annotations.models.tokens import AccessToken, digest_of
from annotations.models.viewpoints import Viewpoint, as_viewpoint

__all__ = [
    "AccessToken",
    "Annotation",
    "Edit",
    "Flag",
    "Follow",
    "Group",
    "IdempotencyKey",
    "Invitation",
    "MailChoice",
    "Membership",
    "ModerationAct",
    "Notice",
    "PersonalBlock",
    "Placement",
    "Reaction",
    "Sanction",
    "Segment",
    "Suggestion",
    "Tag",
    "TagLabel",
    "Target",
    "Viewpoint",
    "as_viewpoint",
    "digest_of",
    "fold_tag",
]
