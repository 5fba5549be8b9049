"""What a dry run forecasts is exactly what the import then does, through the doors themselves."""

import json
from collections import Counter
from random import Random

import pytest

from annotations.models import Annotation, Placement, Segment, Target
from reader.models import Citation, Document, Event, Mention
from tests import edits
from tests.annotations.factories import make_annotation
from tests.factories import make_user
from tests.test_import_document import run

pytestmark = pytest.mark.django_db
MODELS = {"mention": Mention, "citation": Citation, "event": Event}
ACTORS = [{"name": name, "kind": "person"} for name in edits.NAMES]


def write(folder, paragraphs):
    file = folder / "salt-road.txt"
    file.write_text("\n\n".join(["The Ledger of the Salt Road", *paragraphs]) + "\n")
    return str(file)


def annotate(luck, document, number):
    """Let readers annotate words anywhere in the text."""
    reader = make_user()
    blocks = list(document.blocks.exclude(text="").order_by("position", "pk"))
    for block, start, end in edits.spans(luck, [block.text for block in blocks], number):
        row = make_annotation(reader, document)
        exact = blocks[block].text[start:end]
        revision = document.live_revision
        target = Target.objects.create(annotation=row, exact=exact, revision=revision)
        placement = Placement.objects.create(target=target, revision=revision)
        Segment.objects.create(
            placement=placement, block=blocks[block], key=blocks[block].key,
            start=start, end=end, exact=exact,
        )  # fmt: skip


def standing():
    """Where everything stands: (block, start, end) by kind and id, None for what is lost."""
    found = {}
    for kind, model in MODELS.items():
        for row in model.objects.all():
            found[kind, row.pk] = (row.block_id, row.start, row.end)
    for row in Annotation.objects.all():
        placement = Placement.objects.get(target__annotation=row, is_current=True)
        segment = placement.segments.order_by("ordinal").first()
        is_lost = placement.status == "lost"
        found["annotation", str(row.public_id)] = (
            None if is_lost else (segment.block_id, segment.start, segment.end)
        )
    return found


def stands(state, was, now):
    """Tell whether a state says truly what became of a place."""
    if state == "lost":
        return now is None
    return now is not None and (state == "kept") == (now == was)


@pytest.mark.parametrize("seed", range(3))
def test_every_span_and_every_number_is_as_it_was_forecast(tmp_path, seed):
    luck = Random(seed)
    texts = edits.document(luck, paragraphs=14, twins=0.1)
    actors = tmp_path / "actors.json"
    actors.write_text(json.dumps(ACTORS))
    run(write(tmp_path, texts), "--actors", str(actors))
    document = Document.objects.get(slug="salt-road")
    Mention.objects.filter(pk__in=Mention.objects.all()[:10]).update(method="by hand")
    annotate(luck, document, 40)
    for _ in range(2):
        edited = edits.Edited(luck, texts)
        edited.edit(15)
        texts = edited.new
        file, before = write(tmp_path, texts), standing()
        plan = json.loads(run(file, "--actors", str(actors), "--dry-run", "--json"))["plan"]
        assert standing() == before
        run(file, "--actors", str(actors))
        after = standing()
        shown = list(document.blocks.filter(footnote=None).order_by("position", "pk"))
        states = Counter()
        for span in plan["spans"]:
            key = span["kind"], span["id"]
            now = after.get(key)
            states[span["kind"], span["state"]] += key in before
            assert stands(span["state"], before.get(key), now), (span, before.get(key), now)
            if now is not None:
                place = shown[span["block"]].pk, span["start"], span["end"]
                assert place == now, (span, now)
        told = {(span["kind"], span["id"]) for span in plan["spans"]}
        assert told >= {key for key, place in before.items() if place is not None}
        for kind in MODELS:
            counts = plan["counts"][f"{kind}s"]
            new = sum(1 for key in after if key[0] == kind and key not in before)
            assert counts["new"] + counts["returned"] == new
            for state in ("kept", "shifted", "moved", "lost"):
                assert counts[state] == states[kind, state], (kind, state)
