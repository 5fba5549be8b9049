"""Rows for tests: each function makes one thing with plain defaults and says what it needs.

Everything is accepted and published unless a test says otherwise.
"""

import datetime
import itertools

from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.text import slugify

from reader.models import (
    Actor,
    Block,
    Citation,
    Document,
    Event,
    Evidence,
    Footnote,
    FootnoteReference,
    Identifier,
    Mention,
    Name,
    Relation,
    Report,
    Revision,
    Source,
    Topic,
    User,
)
from reader.text.dates import PartialDate
from reader.text.edtf import sort_key
from reader.text.folding import search_fold

_numbers = itertools.count(1)


def make_user(username=None, *, password="", is_staff=False, **fields):
    """Make someone who can sign in; with a password only if one is given."""
    username = username or f"user{next(_numbers)}"
    email = f"{username}@example.org"
    return User.objects.create_user(username, email, password or None, is_staff=is_staff, **fields)


def make_editor(username=None, *roles, **fields):
    """Make someone of the staff who has these roles: author, curator, publisher …"""
    user = make_user(username, is_staff=True, **fields)
    user.groups.set(Group.objects.filter(name__in=roles))
    assert user.groups.count() == len(roles), f"no such roles: {roles}"
    return user


def make_document(title=None, *, slug=None, status="published", paragraphs=(), **fields):
    """Make a document with its live revision and a paragraph for each given text."""
    fields.setdefault("date", PartialDate())
    number = next(_numbers)
    title = title or f"Document {number}"
    if status not in {"draft", "in_review"}:
        fields.setdefault("publish_at", timezone.now() - datetime.timedelta(hours=1))
    document = Document.objects.create(
        title=title, slug=slug or f"{slugify(title)[:150]}-{number}", status=status, **fields
    )
    document.live_revision = Revision.objects.create(
        document=document, number=1, manuscript="", html="", snapshot={}
    )
    document.save()
    for text in paragraphs:
        make_block(document, text)
    return document


def make_block(document, text="A plain paragraph.", *, kind="paragraph", footnote=None, **fields):
    """Make a block after the last one beside it."""
    beside = document.blocks.filter(footnote=footnote)
    fields.setdefault("position", beside.count() + 1)
    if kind == "heading":
        fields.setdefault("level", 2)
    return Block.objects.create(
        document=document, text=text, kind=kind, footnote=footnote, **fields
    )


def make_footnote(document, text="A note.", *, at=None, offset=None):
    """Make the document's next footnote with one block; `at` is the block with its marker."""
    number = document.footnotes.count() + 1
    footnote = Footnote.objects.create(document=document, label=str(number), number=number)
    make_block(document, text, footnote=footnote)
    if at is not None:
        offset = len(at.text) if offset is None else offset
        FootnoteReference.objects.create(block=at, footnote=footnote, offset=offset)
    return footnote


def make_actor(name=None, *, kind="group", state="accepted", names=(), **fields):
    """Make an actor with its primary name; `names` are further ones, (text, kind) each."""
    name = name or f"Actor {next(_numbers)}"
    slug = fields.pop("slug", None) or slugify(search_fold(name)) or f"actor-{next(_numbers)}"
    actor = Actor.objects.create(
        name=name, folded=search_fold(name), slug=slug, kind=kind, state=state, **fields
    )
    for text, name_kind in [(name, "primary"), *names]:
        make_name(actor, text, kind=name_kind)
    return actor


def make_name(actor, text, *, kind="full", state="accepted", **fields):
    """Make one name of an actor."""
    return Name.objects.create(
        actor=actor, text=text, folded=search_fold(text), kind=kind, state=state, **fields
    )


def make_identifier(actor, scheme="wikidata", value="Q42"):
    """Say what an outside authority calls an actor."""
    return Identifier.objects.create(actor=actor, scheme=scheme, value=value)


def make_mention(actor, block, words=None, *, start=None, state="accepted", **fields):
    """Make a mention where words (the actor's name, if not given) stand in the block."""
    start, end = _place(block, words or actor.name, start)
    return Mention.objects.create(
        actor=actor, block=block, start=start, end=end, state=state, **fields
    )


def make_source(publisher="", *, author="", title="", date=None, **fields):
    """Make a source; its date is a PartialDate."""
    number = next(_numbers)
    if not (publisher or author or title):
        publisher = f"Publisher {number}"
    fields.setdefault("cited_as", search_fold(f"{author} {title} {publisher} {number}"))
    return Source.objects.create(
        publisher=publisher, author=author, title=title, date=date or PartialDate(), **fields
    )


def make_citation(source, block, words, *, start=None, state="accepted", **fields):
    """Make a citation of source where words stand in the block."""
    start, end = _place(block, words, start)
    return Citation.objects.create(
        source=source, block=block, start=start, end=end, state=state, **fields
    )


def make_event(block, words, *, date="", start=None, state="accepted", **fields):
    """Make an event dated by words of the block, the block being its sentence."""
    start, end = _place(block, words, start)
    fields.setdefault("sentence_start", 0)
    fields.setdefault("sentence_end", len(block.text))
    fields.setdefault("sort_key", sort_key(date))
    return Event.objects.create(block=block, date=date, start=start, end=end, state=state, **fields)


def make_relation(subject, predicate, object, *, inverse="", proof=(), state="accepted", **fields):
    """Make a relation; each proof is a block and the words in it that prove the relation."""
    fields.setdefault("date", PartialDate())
    relation = Relation.objects.create(
        subject=subject,
        predicate=predicate,
        inverse=inverse or f"{predicate} (inverse)",
        object=object,
        state=state,
        **fields,
    )
    for block, words in proof:
        start, end = _place(block, words, None)
        Evidence.objects.create(relation=relation, block=block, start=start, end=end, quote=words)
    return relation


def make_report(span, words="This is someone else.", **fields):
    """Make a reader's report of a mention or a citation."""
    kind = span._meta.model_name
    fields.setdefault("subject", "actor" if kind == "mention" else "source")
    return Report.objects.create(
        document=span.block.document,
        block=span.block,
        start=span.start,
        end=span.end,
        quote=span.block.text[span.start : span.end],
        words=words,
        **{kind: span, **fields},
    )


def make_document_naming(actor, status="published", **fields):
    """Make a document whose one paragraph names actor."""
    document = make_document(status=status, paragraphs=[f"Here {actor.name} is named."], **fields)
    make_mention(actor, document.blocks.get())
    return document


def make_document_citing(source, status="published", **fields):
    """Make a document whose one paragraph cites source."""
    document = make_document(status=status, paragraphs=["It burned (see there)."], **fields)
    make_citation(source, document.blocks.get(), "(see there)")
    return document


def make_topic(name=None, *, of=(), **fields):
    """Make a topic and give it to documents and actors."""
    name = name or f"Topic {next(_numbers)}"
    topic = Topic.objects.create(name=name, slug=slugify(name), **fields)
    for thing in of:
        thing.topics.add(topic)
    return topic


def _place(block, words, start):
    if start is None:
        start = block.text.index(words)
    return start, start + len(words)
