"""Annotations written at the door on an invented document that is revised as editors revise it."""

import json
from types import SimpleNamespace

from django.test import Client

from annotations.models import Annotation
from annotations.threads import stands_of
from reader.actions.documents import apply, plan_document
from reader.actions.workflow import publish
from reader.models import Block, Document
from reader.registry import load_registry
from reader.text.spans import Span
from tests.factories import make_user

HEAD = "---\ntitle: The Salt Road\n---\n\n"
SLUG = "salt-road"


def revise(texts):
    """Save these paragraphs as the text of the one document, and let everyone read it."""
    text = HEAD + "\n\n".join(text.strip() for text in texts) + "\n"
    document = apply(plan_document(text, load_registry(), slug=SLUG))
    publish(document)
    return document


def blocks():
    """The live paragraphs in reading order."""
    return list(Block.objects.filter(document__slug=SLUG).order_by("position"))


def annotate(asked):
    """Write one annotation on each (block, start, end) through the door; return their keys."""
    user = make_user(is_staff=True)
    client, rows = Client(), blocks()
    client.force_login(user)
    for block, start, end in asked:
        place = {"type": "BlockSelector", "block": rows[block].key, "start": start, "end": end}
        data = {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "type": "Annotation",
            "visibility": "public",
            "bodyValue": "Hm.",
            "target": {"source": f"/documents/{SLUG}/", "selector": place},
        }
        answer = client.post("/annotations/", json.dumps(data), content_type="application/ld+json")
        assert answer.status_code == 201, answer.content
    return list(Annotation.objects.order_by("pk").values_list("pk", flat=True))


def places_now(keys, texts):
    """Say where these annotations stand, as `tests.edits.measure` reads it, in these texts."""
    at = {row.key: number for number, row in enumerate(blocks())}
    blanks = [len(text) - len(text.lstrip()) for text in texts]
    stands, found = stands_of(keys), []
    for key in keys:
        pieces = stands[key][0].pieces
        if not pieces:
            found.append(SimpleNamespace(block=None, span=None))
            continue
        block, start, end, _ = pieces[0]
        shift = blanks[at[block]]
        found.append(SimpleNamespace(block=at[block], span=Span(start + shift, end + shift)))
    return found


def words_now(keys):
    """What each annotation stands on, in the words of the text."""
    stands = stands_of(keys)
    return [[piece[3] for piece in stands[key][0].pieces] for key in keys]


def live():
    return Document.objects.get(slug=SLUG)
