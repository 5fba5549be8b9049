"""What readers have said on the site of the browser tests: every state that a page can show.

All of it stands on a document of its own, so that no other test meets it.
"""

from datetime import timedelta

from django.utils import timezone

TALK = "/documents/talk/"
# The address of what its author deleted.
GONE = "/annotations/00000000-0000-4000-8000-00000000dead/"
# A group's owner, its moderator, its member, somebody outside it, and who moderates the site.
PEOPLE = ("cleo", "dara", "emil", "fay", "gita")
LONG_WORD = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamten"

TALK_TEXT = """---
title: On the talk of readers
language: en
---

## What was said

The bridge was sold twice in one year, and both buyers kept the papers. Nobody has seen them since.

A second paragraph says that the ferry went on, because nobody had told the ferryman.

The last paragraph is about the bells, which were heard as far as the harbour.
"""


def fill_talk():
    """Let four people talk about one document, in public, in groups and in private."""
    from django.contrib.auth.models import Group as Role

    from annotations.actions import groups, moderation, notices, together
    from annotations.formats.web_annotation import Incoming
    from annotations.models import Annotation, Placement
    from reader.models import Document, User

    people = {name: User.objects.get(username=name) for name in PEOPLE}
    cleo, dara, emil, fay, gita = (people[name] for name in PEOPLE)
    User.objects.filter(pk=gita.pk).update(is_staff=True)
    gita.groups.add(Role.objects.get(name="moderator"))
    gita = User.objects.get(pk=gita.pk)
    User.objects.filter(pk=cleo.pk).update(
        display_name="Cleo Marchetti", about="I read *bridges* for a living."
    )
    document = Document.objects.get(slug="talk")
    blocks = list(document.blocks.filter(kind="paragraph").order_by("position"))
    talk = Talk(document, blocks, Incoming)

    circle = groups.make_group(
        cleo, name="The Thursday circle", kind="restricted", is_premoderated=True,
        description="We meet on Thursdays and read what was said of the bridge, "
        "slowly and with the papers beside us.",
    )  # fmt: skip
    groups.change_group(
        circle, user=cleo, version=circle.version, name=circle.name, kind="restricted",
        description=circle.description, is_premoderated=True,
        vocabulary=["bridge papers", "ferry", "hearsay", LONG_WORD[:60]],
    )  # fmt: skip
    for user, role in ((dara, "moderator"), (emil, "member")):
        _, secret = groups.invite(circle, user=cleo, role=role, days=30)
        groups.accept_invitation(secret, user=user)
    groups.invite(circle, user=cleo, days=14, most_uses=20)
    groups.join(circle, user=fay)
    groups.make_group(fay, name="Open house", kind="open", description="For whoever comes by.")
    groups.make_group(cleo, name="Two of us")

    # In public: a thread six deep, every kind, every state.
    first = talk.write(
        cleo, "The bridge was sold twice",
        f"This is in no register that I know of. See [the list](https://example.org/list) and "
        f"the word {LONG_WORD}, which nobody can break.\n\n- one buyer\n- another\n\n> quoted",
        tags=("bridge papers", "hearsay"),
    )  # fmt: skip
    last = first
    for number, user in enumerate((dara, emil, cleo, dara, emil, cleo)):
        last = talk.write(user, body=f"Answer {number + 1}, which goes on a little.", parent=last)
    together.react(first, user=dara, sign="agree")
    together.react(first, user=emil, sign="doubt")
    talk.write(dara, "Nobody has seen them since", "Who was asked?", kind="question")
    talk.write(emil, "the ferry went on", replacement="the ferry went on for a year",
               body="So the register says.", kind="suggestion")  # fmt: skip
    talk.write(fay, None, "On the whole: well told.", kind="page_note")
    lost = talk.write(cleo, "nobody had told the ferryman", "Really?")
    moved = talk.write(cleo, "as far as the harbour", "Measured?")
    for row, status in ((lost, Placement.Status.LOST), (moved, Placement.Status.MOVED)):
        places = Placement.objects.filter(target__annotation=row)
        places.update(status=status)
    for place in Placement.objects.filter(target__annotation=lost):
        place.segments.all().delete()
    settled = talk.write(emil, "The last paragraph", "It is not the last.")
    together.resolve(settled, user=emil, reason="It is, since the cut.")
    hidden = talk.write(emil, "both buyers", "An insult stood here.")
    together.flag(hidden, user=cleo, reason="abuse", words="Look at the second sentence.")
    moderation.decide(hidden, "hidden", user=gita, reason="It insults a person by name.")
    flagged = talk.write(fay, "kept the papers", "Buy papers at my shop!")
    together.flag(flagged, user=cleo, reason="spam", words="")
    blank = talk.write(emil, "the bells", "This was deleted.")
    talk.write(cleo, body="An answer to what was deleted.", parent=blank)
    gone = talk.write(cleo, "the harbour", "This was deleted too.")
    from annotations.actions import writing

    writing.delete(blank, user=emil)
    Annotation.objects.filter(pk=gone.pk).update(public_id=GONE.split("/")[2])
    gone.refresh_from_db()
    writing.delete(gone, user=cleo)
    talk.write(cleo, "A second paragraph", "For myself.", visibility="private", tags=("ferry",))

    # In the group: seen, waiting, flagged, hidden.
    talk.write(cleo, "because nobody", "We should ask the ferryman.", group=circle.slug,
               tags=("ferry", LONG_WORD[:60]))  # fmt: skip
    talk.write(emil, "both buyers", "This waits for a moderator.", group=circle.slug)
    said = talk.write(dara, "kept the papers", "Said in the group.", group=circle.slug)
    together.flag(said, user=emil, reason="other", words="Not for this group.")
    withheld = talk.write(dara, "The last", "Withheld in the group.", group=circle.slug)
    moderation.decide(withheld, "hidden", user=cleo, reason="We agreed to leave this out.")
    for kind, row in (("document", document), ("thread", first), ("group", circle)):
        notices.follow(cleo, kind, row.pk)
    talk.write(dara, "The bridge", "@cleo what do you say?")
    Annotation.objects.filter(document=document).update(
        created_at=timezone.now() - timedelta(days=1)
    )


class Talk:
    """Writes annotations on the document, as its readers do."""

    def __init__(self, document, blocks, incoming):
        self.document, self.blocks, self.incoming = document, blocks, incoming

    def write(self, user, words=None, body="", *, parent=None, kind="note", **more):
        from annotations.actions import creating
        from annotations.anchoring import Description, Range

        targets = ()
        if words:
            block = next(block for block in self.blocks if words in block.text)
            start = block.text.index(words)
            place = Range(block.key, start, block.key, start + len(words))
            targets = (Description(range=place),)
        if more.get("group"):
            more["visibility"] = "group"
        more.setdefault("visibility", parent.visibility if parent else "public")
        row, _ = creating.create(
            self.incoming(
                kind="reply" if parent else kind,
                motivation="replying" if parent else "commenting",
                body=body,
                body_format="text/markdown",
                document="" if parent else self.document.slug,
                parent=str(parent.public_id) if parent else "",
                targets=targets,
                **more,
            ),
            user=user,
        )
        return row
