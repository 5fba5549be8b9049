"""What other rooms add to an editor's queue and to the start page."""

from django.test import TestCase

from reader.actions.queues import (
    Answer,
    OutsideCase,
    Waiting,
    cases_of,
    register,
    unregister,
    waiting_for,
)
from reader.models import Document
from tests.factories import make_document, make_user


class Margins:
    """Knows of one lost thing in every document, and of nothing that is flagged."""

    def cases(self, document, user):
        take = Answer("Take it", "/somewhere/", "T", (("id", "1"),))
        yield OutsideCase("margin-1", "lost words", "A lost thing", "old words", (take,))

    def documents(self, user):
        return Document.objects.values_list("pk", flat=True)

    def waiting(self, user):
        yield Waiting(1, "lost thing", "/somewhere/")
        yield Waiting(0, "flagged things", "/nowhere/")


class ProviderTests(TestCase):
    def test_a_provider_adds_its_cases_and_what_it_counts_until_it_is_taken_back(self):
        margins, editor, document = Margins(), make_user(), make_document()
        register(margins)
        register(margins)
        self.addCleanup(unregister, margins)
        self.assertEqual([case.key for case in cases_of(document, editor)], ["margin-1"])
        self.assertEqual([line.label for line in waiting_for(editor)], ["lost thing"])
        unregister(margins)
        unregister(margins)
        self.assertEqual((cases_of(document, editor), waiting_for(editor)), ([], []))
