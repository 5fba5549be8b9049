"""Annotations after an edit of the text: exact, shifted, moved or lost, and never guessed."""

import random

import pytest

from annotations.actions.creating import create
from annotations.actions.reattaching import confirm, reattach
from annotations.anchoring import Description, Quote
from annotations.formats.refusal import Refusal
from annotations.formats.web_annotation import Incoming
from annotations.models import Annotation
from annotations.threads import stands_of
from reader.actions.documents import apply, plan_document
from reader.actions.revisions import restore_revision
from reader.actions.workflow import publish
from reader.models import Document
from reader.registry import load_registry
from tests import edits
from tests.annotations import following
from tests.factories import make_user

pytestmark = pytest.mark.django_db

HEAD = "---\ntitle: The Salt Road\n---\n\n"
FIRST = "The caravan left Harun on 2 May with nine camels. Nobody knew why the Company sent it."
TWIN = "Nobody ever said who paid for the camels of the Company."
LAST = "In 1902 the tower of Tolva burned.[^1]"
NOTE = "[^1]: The Gazette printed a drawing of the tower."
TEXT = [FIRST, TWIN, LAST, TWIN, NOTE]


def save(blocks):
    plan = plan_document(HEAD + "\n\n".join(blocks) + "\n", load_registry(), slug="salt-road")
    apply(plan)
    return plan


@pytest.fixture
def ada():
    user = make_user("ada")
    type(user).objects.update(date_joined="2020-01-01T00:00Z")
    user.refresh_from_db()
    return user


@pytest.fixture
def document():
    save(TEXT)
    publish(Document.objects.get())
    return Document.objects.get()


def annotate(user, *quotes, **context):
    targets = tuple(Description(quote=Quote(quote, **context)) for quote in quotes)
    incoming = Incoming(
        kind="note", motivation="commenting", body="Hm.", document="salt-road",
        targets=targets, visibility="public",
    )  # fmt: skip
    return create(incoming, user=user)[0]


def stand(annotation):
    """Say where an annotation stands, as (status, words) for each of its passages."""
    return [
        (stand.status, "|".join(piece[3] for piece in stand.pieces))
        for stand in stands_of([annotation.pk])[annotation.pk]
    ]


class TestFollowing:
    def test_a_passage_follows_its_words_as_the_plan_said(self, ada, document):
        note = annotate(ada, "tower of Tolva")
        plan = save([FIRST, TWIN, "Later, " + LAST.replace("burned", "fell"), TWIN, NOTE])
        assert plan.counts["annotations"]["shifted"] == 1
        assert stand(note) == [("shifted", "tower of Tolva")]
        note.refresh_from_db()
        assert note.places == 2

    def test_what_the_edit_does_not_touch_stays_without_a_row(self, ada, document):
        note = annotate(ada, "nine camels")
        plan = save([FIRST, TWIN, LAST, NOTE])
        assert plan.counts["annotations"]["kept"] == 1
        assert note.targets.get().placements.count() == 1

    def test_deleting_one_of_two_twins_never_moves_its_annotation_to_the_other(self, ada, document):
        first, second = (
            annotate(ada, "who paid", prefix=before, suffix=" for the camels")
            for before in ("sent it. Nobody ever said ", "burned. Nobody ever said ")
        )
        plan = save([FIRST, TWIN, LAST, NOTE])
        assert plan.counts["annotations"]["lost"] == 1
        assert (stand(first), stand(second)) == ([("exact", "who paid")], [("lost", "")])
        assert second.targets.get().exact == "who paid"

    def test_moving_splitting_and_merging_keep_all(self, ada, document):
        notes = [
            annotate(ada, words)
            for words in (
                "nine camels",
                "Nobody knew why",
                "tower of Tolva",
                "drawing of the tower",
            )
        ]
        save([LAST, *FIRST.split(". ", 1), TWIN, NOTE])
        save([LAST, FIRST, TWIN, NOTE])
        assert [stand(note)[0][1] for note in notes] == [
            "nine camels", "Nobody knew why", "tower of Tolva", "drawing of the tower",
        ]  # fmt: skip

    def test_deleting_and_bringing_back_a_revision_brings_every_place_back(self, ada, document):
        one = annotate(ada, "tower of Tolva", "drawing of the tower")
        over = annotate(ada, "sent it. Nobody ever")
        was = [stand(one), stand(over)]
        save([FIRST, "Nothing is as it was in this place of the text.", TWIN])
        assert {status for status, _ in stand(one)} == {"lost"}
        document.refresh_from_db()
        restore_revision(document, 1, user=None)
        assert [stand(one), stand(over)] == was
        save([FIRST])
        assert stand(one)[0] == ("lost", "")

    def test_half_of_a_passage_over_blocks_is_enough(self, ada, document):
        over = annotate(ada, f"why the Company sent it. {TWIN[:12]}")
        save([FIRST, LAST, NOTE])
        assert stand(over) == [("shifted", "why the Company sent it.")]

    def test_any_splits_merges_and_moves_keep_every_annotation_at_its_words(self, settings):
        settings.LIMIT_WRITES_A_MINUTE = 1000
        luck = random.Random(5)
        texts = edits.document(luck, paragraphs=14)
        following.revise(texts)
        asked = edits.spans(luck, texts, 20)
        keys = following.annotate(asked)
        before = following.words_now(keys)
        edited = edits.Edited(luck, texts)
        for kind in ("split", "merge", "shift", "restore") * 2:
            edited.once(kind)
        new = edited.new
        following.revise(new)
        count = edits.measure(edited.places(), asked, following.places_now(keys, new))
        assert count["right"] == count["surviving"] > 0
        following.revise(texts[:3])
        restore_revision(following.live(), 1, user=None)
        assert following.words_now(keys) == before


class TestGaps:
    """What lost its words is read where they stood."""

    def beside(self, annotation):
        """The words of the block that the annotation is read beside."""
        [stand] = stands_of([annotation.pk])[annotation.pk]
        block = annotation.document.blocks.filter(key=stand.beside).first()
        return block.text if block else ""

    def test_it_is_the_block_of_the_words_else_the_last_one_before_them(self, ada, document):
        mules = FIRST.replace("nine camels", "a number of mules")
        changed, gone, first = (
            annotate(ada, *words) for words in (["nine camels"], ["tower of Tolva"], ["Harun"])
        )
        save([mules, TWIN, TWIN, NOTE.replace("tower", "bell")])
        assert (self.beside(changed), self.beside(gone)) == (mules, TWIN)
        assert self.beside(first) == ""  # it stands
        save([mules])
        assert self.beside(gone) == mules  # what it stood beside is gone too
        save(["Nobody ever went there again, as far as is known.", mules])
        assert self.beside(gone) == mules
        save(["Nobody ever went there again, as far as is known."])
        assert self.beside(gone) == self.beside(first) == document.blocks.get().text

    def test_a_gap_at_the_beginning_is_before_what_follows(self, ada, document):
        note = annotate(ada, "nine camels")
        save([TWIN, LAST, NOTE])
        assert stand(note) == [("lost", "")]
        assert self.beside(note) == TWIN

    def test_a_gap_in_a_note_stays_with_the_notes(self, ada, document):
        long = f"{NOTE} It had been seen by nobody before the fire, says its editor."
        save([FIRST, TWIN, LAST, TWIN, long])
        note = annotate(ada, "drawing of the tower")
        other = long.replace("a drawing of the tower", "nothing at all")
        save([FIRST, TWIN, LAST, TWIN, other])
        assert self.beside(note).startswith("The Gazette printed nothing at all.")
        document.refresh_from_db()
        restore_revision(document, 2, user=None)
        assert (stand(note), self.beside(note)) == ([("exact", "drawing of the tower")], "")


class TestReattaching:
    def test_a_lost_annotation_is_given_a_new_place_by_hand(self, ada, document):
        note = annotate(ada, "nine camels")
        save([FIRST.replace("nine camels", "a number of mules"), TWIN, LAST, NOTE])
        assert stand(note) == [("lost", "")]
        with pytest.raises(Refusal):
            reattach(note, Description(quote=Quote("nine camels")), user=ada)
        reattach(note, Description(quote=Quote("number of mules")), user=ada)
        assert stand(note) == [("manual", "number of mules")]
        assert note.targets.get().exact == "nine camels"
        assert note.targets.get().placements.count() == 3
        save(["Well. " + FIRST.replace("nine camels", "a number of mules"), TWIN, LAST, NOTE])
        assert stand(note) == [("shifted", "number of mules")]

    def test_nobody_else_places_it(self, ada, document):
        note = annotate(ada, "nine camels")
        with pytest.raises(Refusal) as refused:
            reattach(note, Description(quote=Quote("tower of Tolva")), user=make_user())
        assert refused.value.status == 403

    def test_what_was_found_elsewhere_waits_to_be_confirmed(self, ada, document):
        moved = "Nobody knew why the Company sent it"
        note = annotate(ada, moved)
        save(
            [
                FIRST.replace(f" {moved}.", ""),
                TWIN,
                LAST,
                TWIN,
                f"As was said, {moved}, ever.",
                NOTE,
            ]
        )
        assert stand(note) == [("moved", moved)]
        confirm(note, user=ada)
        assert stand(note) == [("manual", moved)]
        with pytest.raises(Refusal):
            confirm(Annotation.objects.get(), user=ada)
