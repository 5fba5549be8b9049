"""Rows of readers as plainly as the tables allow, for tests of what lists and mails say of them."""

from annotations.models import Annotation, Group, Membership, Placement, Tag, TagLabel, Target


def write(creator, document, body, *, visibility="public", parent=None, group=None, **more):
    """Write an annotation as plainly as the rows allow."""
    row = Annotation(
        creator=creator,
        document=document,
        body=body,
        html=f"<p>{body}</p>",
        group=group,
        visibility=visibility,
        path="0",
        **more,
    )
    if parent:
        row.kind, row.parent, row.depth = "reply", parent, parent.depth + 1
        row.root_id = parent.thread_id
    row.save()
    row.path = f"{parent.path}.{row.pk:012}" if parent else f"{row.pk:012}"
    row.save()
    return row


def quote(annotation, words, *, status="exact"):
    """Say which words an annotation is about, and how they stand now."""
    revision = annotation.document.live_revision
    target = Target.objects.create(annotation=annotation, exact=words, revision=revision)
    Placement.objects.create(target=target, revision=revision, status=status)
    return target


def tag(annotation, *names):
    """Give tags to an annotation."""
    for row in Tag.called(list(names)):
        TagLabel.objects.create(tag=row, content_object=annotation)


def make_group(slug, *members):
    """Make a group with these members."""
    group = Group.objects.create(slug=slug, name=slug.title())
    for member in members:
        Membership.objects.create(group=group, user=member)
    return group
