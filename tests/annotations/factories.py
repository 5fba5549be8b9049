"""Annotations for tests: each function makes one thing with plain defaults."""

import itertools

from django.contrib.auth.models import Permission

from annotations.models import (
    Annotation,
    Group,
    Membership,
    Placement,
    Reaction,
    Segment,
    Suggestion,
    Tag,
    TagLabel,
    Target,
)
from annotations.models.annotations import KEY_WIDTH
from tests.factories import make_document, make_user

_numbers = itertools.count(1)


def make_moderator(username=None):
    """Make somebody who moderates what is public."""
    user = make_user(username, is_staff=True)
    give(user, "moderate", "read_drafts", "curate")
    return user


def give(user, *codenames):
    """Give a user permissions on documents."""
    rows = Permission.objects.filter(codename__in=codenames, content_type__model="document")
    user.user_permissions.add(*rows)


def make_group(name=None, *, kind="private", owner=None, moderators=(), members=(), **fields):
    """Make a group with its people."""
    number = next(_numbers)
    group = Group.objects.create(
        name=name or f"Group {number}",
        slug=fields.pop("slug", f"group-{number}"),
        kind=kind,
        **fields,
    )
    roles = [(owner, "owner")] if owner else []
    roles += [(user, "moderator") for user in moderators] + [(user, "member") for user in members]
    for user, role in roles:
        Membership.objects.create(group=group, user=user, role=role)
    return group


def make_annotation(creator=None, document=None, *, words=None, parent=None, tags=(), **fields):
    """Make an annotation on words of the document (on the whole of it, without words)."""
    number = next(_numbers)
    creator = creator or make_user()
    if parent is not None:
        document = parent.document
        fields.setdefault("visibility", parent.visibility)
        fields.setdefault("group", parent.group)
        fields.update(
            parent=parent, root=parent.root or parent, depth=parent.depth + 1, kind="reply"
        )
    document = document or make_document(paragraphs=["The tower burned down in May."])
    if fields.get("group"):
        fields.setdefault("visibility", "group")
    fields.setdefault("visibility", "public")
    fields.setdefault("kind", "note" if words else "page_note")
    fields.setdefault("body", f"Body {number}")
    fields.setdefault("html", f"<p>{fields['body']}</p>")
    row = Annotation.objects.create(creator=creator, document=document, **fields)
    row.path = f"{parent.path}." if parent else ""
    row.path += f"{row.pk:0{KEY_WIDTH}}"
    row.save()
    if words:
        block = next(block for block in document.blocks.all() if words in block.text)
        place(row, block, words)
    for tag in Tag.called(list(tags)):
        TagLabel.objects.create(tag=tag, content_object=row)
    return row


def place(annotation, block, words, *, ordinal=0):
    """Let an annotation stand on words of a block."""
    revision = annotation.document.live_revision
    start = block.text.index(words)
    target = Target.objects.create(
        annotation=annotation, ordinal=ordinal, exact=words, revision=revision
    )
    placement = Placement.objects.create(target=target, revision=revision)
    Segment.objects.create(
        placement=placement, block=block, key=block.key, start=start, end=start + len(words),
        exact=words,
    )  # fmt: skip
    return target


def make_suggestion(creator=None, document=None, *, words, replacement, **fields):
    """Make a suggestion to replace words of the document."""
    row = make_annotation(
        creator, document, words=words, kind="suggestion", motivation="editing", **fields
    )
    Suggestion.objects.create(annotation=row, replacement=replacement)
    return row


def make_reaction(user, annotation, sign="agree"):
    """Let a user react to an annotation."""
    return Reaction.objects.create(user=user, annotation=annotation, sign=sign)
