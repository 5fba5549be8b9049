"""What waits beside the proposals: lost spans, reports, flags; on both queues of the desk."""

import pytest
from django.urls import reverse
from django.utils import timezone

from annotations.models import Flag
from reader.actions.documents import apply, plan_document
from reader.actions.queues import desk_address
from reader.models import LostSpan, Mention, State
from reader.registry import load_registry
from tests.annotations.factories import make_annotation, make_moderator
from tests.factories import (
    make_actor,
    make_document,
    make_mention,
    make_report,
    make_user,
)
from tests.test_curation_screen import make_curator
from tests.test_lost_spans import TEXT, WITHOUT

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/documents/salt-road/"
QUEUE = "/admin/desk/queue/"


def save(text):
    return apply(plan_document(text, load_registry(), slug="salt-road"))


@pytest.fixture
def ann(client):
    ann = make_curator("ann", "curate", "read_drafts", "write_document")
    client.force_login(ann)
    return ann


@pytest.fixture
def lost(ann):
    """A mention that Ann had accepted; its paragraph is gone since."""
    make_actor("Salt Company", names=[("Company", "weak")])
    save(TEXT)
    Mention.objects.update(reviewer=ann, reviewed_at=timezone.now(), state=State.ACCEPTED)
    save(WITHOUT)
    return LostSpan.objects.get(kind="mention")


class TestLost:
    def test_it_is_a_case_of_its_document_with_its_old_words_at_the_gap(self, client, lost):
        page = client.get(DESK, {"case": f"lost-{lost.pk}"})
        assert page.context["out"].words == "Salt Company"
        facts = dict(page.context["out"].facts)
        assert (facts["Led to"], facts["It was"]) == ("Salt Company", "accepted")
        html = page.content.decode()
        assert 'data-key="p"' in html
        assert 'data-key="d"' in html
        assert "are the new place of “Salt Company”" in html

    def test_where_its_paragraph_goes_on_the_gap_is_shown_in_the_text(self, client, ann, lost):
        save(TEXT)  # it returns
        save(TEXT.replace("the Salt Company had", "somebody else had"))
        again = LostSpan.objects.get(kind="mention", resolved_at=None)
        html = client.get(DESK).content.decode()
        assert f'id="span-lost-{again.pk}"' in html
        assert "s outside lost" in html

    def test_it_is_put_on_other_words_and_taken_back(self, client, lost):
        posted = {"as": "lost", "lost": lost.pk, "version": lost.version, "quote": "Nobody"}
        assert client.post(f"{DESK}words/", posted).status_code == 302
        row = Mention.objects.get(pk=lost.row)
        assert row.block.text[row.start : row.end] == "Nobody"
        assert client.post(f"{DESK}words/", posted).status_code == 409
        act = client.get(DESK).context["last"]
        client.post(f"{DESK}undo/", {"act": act.pk})
        assert not Mention.objects.filter(pk=lost.row).exists()
        assert LostSpan.objects.get(pk=lost.pk).resolved_at is None

    def test_it_is_given_up_once(self, client, lost):
        address = reverse("admin:desk_lost", args=[lost.pk])
        assert client.post(address, {"version": lost.version, "back": QUEUE}).url == QUEUE
        assert client.post(address, {"version": lost.version}).status_code == 409
        lost.refresh_from_db()
        assert lost.resolution == "dismissed"

    def test_only_a_curator_gives_up(self, client, lost):
        client.force_login(make_curator("eve", "read_drafts"))
        address = reverse("admin:desk_lost", args=[lost.pk])
        assert client.post(address, {"version": lost.version}).status_code == 403
        assert "Give it up" not in client.get(DESK).content.decode()


class TestBothQueues:
    def test_they_follow_the_proposals_of_their_document(self, client, ann):
        document = make_document("Kut", slug="kut", paragraphs=["Ada and Bela left."])
        block = document.blocks.get()
        ada = make_mention(make_actor("Ada"), block)
        make_mention(make_actor("Bela"), block, state="proposed")
        report = make_report(ada)
        here = "/admin/desk/documents/kut/"
        page = client.get(here)
        assert page.context["card"].case.kind == "mention"
        assert page.context["after"].endswith(f"case=report-{report.pk}")
        page = client.get(page.context["after"])
        assert page.context["out"].key == f"report-{report.pk}"
        assert 'data-key="c"' in page.content.decode()
        Mention.objects.update(state=State.ACCEPTED)
        assert client.get(here).context["out"].key == f"report-{report.pk}"

    def test_they_go_first_across_documents(self, client, ann, lost):
        document = make_document("Kut", slug="kut", paragraphs=["Ada left."])
        block = document.blocks.get()
        report = make_report(make_mention(make_actor("Ada"), block))
        make_mention(make_actor("Bela"), block, "left", state="proposed")
        page = client.get(QUEUE)
        assert page.context["out"].key == f"report-{report.pk}"
        keys = [case.key for case, _, _ in page.context["outside"]]
        assert f"lost-{lost.pk}" in keys
        assert len(keys) == LostSpan.objects.filter(resolved_at=None).count()
        assert [case.kind for case, _, _ in page.context["following"]][-1] == "mention"
        assert client.get(QUEUE, {"kind": "mention"}).context["out"] is None
        answered = client.post(
            reverse("admin:desk_report", args=[report.pk]),
            {"state": "corrected", "version": 1, "back": page.context["back"]},
        )
        assert client.get(answered.url).context["out"].key == keys[0]

    def test_what_a_reader_flagged_is_decided_on_the_queue(self, client):
        mod = make_moderator("mod")
        client.force_login(mod)
        annotation = make_annotation(body="Spam")
        Flag.objects.create(annotation=annotation, user=make_user("f"), reason="spam")
        page = client.get(QUEUE)
        assert page.context["out"].key == f"flag-{annotation.pk}"
        decided = client.post(
            f"{annotation.get_absolute_url()}decide/",
            {"decision": "kept", "version": annotation.version, "back": page.context["back"]},
            headers={"accept": "text/html"},
        )
        assert decided.url.startswith(QUEUE)
        assert client.get(QUEUE).context["out"] is None


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/admin/desk/", "//evil.example", "/admin/", "", "/admin/desk/\n", "\\"],
)
def test_nothing_but_the_desk_is_gone_back_to(address):
    assert desk_address(address) == ""
