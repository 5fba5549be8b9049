"""How well readers' annotations follow random edits, through the door and the real revising."""

import random
from collections import Counter

import pytest
from django.test import override_settings

from annotations.models import Annotation
from reader.actions.revisions import restore_revision
from tests import edits
from tests.annotations import following

SEED, DOCUMENTS, ASKED = 11, 3, 100
GENTLE = ("split", "merge", "shift", "restore")


@override_settings(LIMIT_WRITES_A_MINUTE=10**6, LIMIT_WRITES_AN_HOUR=10**6)
@pytest.mark.parametrize("between", [15, 60, "gentle"])
@pytest.mark.django_db
def test_where_annotations_go(between):
    count, back = Counter(), Counter()
    for number in range(DOCUMENTS):
        luck = random.Random(f"{SEED} {between} {number}")
        texts = edits.document(luck)
        following.revise(texts)
        asked = edits.spans(luck, texts, ASKED)
        Annotation.objects.all().delete()
        keys = following.annotate(asked)
        before = following.words_now(keys)
        edited = edits.Edited(luck, texts)
        if between == "gentle":
            for _ in range(20):
                edited.once(luck.choice(GENTLE))
        else:
            edited.edit(between)
        first = following.live().live_revision.number
        new = edited.new
        following.revise(new)
        count += edits.measure(edited.places(), asked, following.places_now(keys, new))
        restore_revision(following.live(), first, user=None)
        back["as it was"] += sum(map(list.__eq__, before, following.words_now(keys)))
        back["all"] += len(keys)
    print(
        f"\n{between} edits: {count['surviving']} survive, {count['right']} right, "
        f"{count['near']} near, {count['wrong place']} in a wrong place, {count['missed']} missed; "
        f"{count['re-anchored']} of {count['deleted']} deleted re-anchored; "
        f"brought back {back['as it was']} of {back['all']}"
    )
