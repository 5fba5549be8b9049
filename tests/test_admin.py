"""The admin: every record can be found and corrected, quickly, safely, by those who may."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.test import RequestFactory, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reader.actions.journal import record_act
from reader.admin.base import RecordAdmin
from reader.models import (
    Abbreviation,
    Actor,
    Block,
    Citation,
    Document,
    Draft,
    Evidence,
    FormerBlock,
    FormerKey,
    Identifier,
    LinkCheck,
    ListedIdentifier,
    LostSpan,
    Mention,
    Merge,
    Name,
    NotTheSame,
    NotThisOne,
    Presence,
    PreviewComment,
    PreviewLink,
    Redirect,
    Relation,
    RetiredName,
    Revision,
    ShownFact,
    Source,
    StoredPage,
    Topic,
    TopicLabel,
    Trashed,
    User,
)
from tests.factories import (
    make_actor,
    make_block,
    make_citation,
    make_document,
    make_event,
    make_footnote,
    make_identifier,
    make_mention,
    make_relation,
    make_report,
    make_source,
    make_topic,
    make_user,
)
from tests.forms import fields_of

OURS = [
    model
    for model in apps.get_app_config("reader").get_models()
    if not model.__name__.startswith("Historical")
]
# A topic is given on its document's or actor's form; a fact is part of a stored page.
# The others are on screens of the desk.
WITHOUT_A_LIST = {ShownFact, TopicLabel, Draft, PreviewComment, PreviewLink, Presence}
WITHOUT_A_LIST |= {Redirect, Trashed, RetiredName, ListedIdentifier, NotThisOne, FormerBlock}
WITHOUT_A_LIST |= {Merge, NotTheSame, FormerKey, LostSpan}
LISTED = [model for model in OURS if model not in WITHOUT_A_LIST]
# Users are behind a second question, which tests/test_accounts.py asks.
EDITED = [model for model in LISTED if model is not User]


def url_of(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def make_rows(number, words="Blue Guard"):
    """Make that many of everything: documents with a note, actors, sources, spans, relations."""
    for place in range(number):
        document = make_document(f"On the {words} {place}")
        block = make_block(document, f"The {words} of ({words} Daily) met the Red Band. {place}")
        make_footnote(document, f"See {words} {place}.", at=block)
        actor = make_actor(f"{words} {place}", names=[(f"{words} Force {place}", "full")])
        other = make_actor(f"Red {words} {place}")
        make_identifier(actor, value=f"Q{place + 1}")
        make_report(make_mention(actor, block, words))
        source = make_source(f"{words} Daily {place}", publisher_actor=actor)
        source.author_actors.add(other)
        LinkCheck.objects.create(source=source, url="https://e.org/", checked_at=timezone.now())
        citation = make_citation(source, block, f"({words} Daily)")
        citation.candidates.add(source)
        make_event(block, "the Red Band", date="1999")
        record_act(None, "accepted", actor, document=document)
        make_relation(actor, "met", other, proof=[(block, "met the Red Band")])
        make_topic(f"{words} topic {place}", of=[document, actor])
        Abbreviation.objects.create(block=block, short="BG", long=words, start=4, end=8)
        page = StoredPage.objects.create(
            path=f"/{words}-{place}/",
            etag="x",
            content_type="text/html",
            body=b"body",
            brotli=b"",
            rendered_at=timezone.now(),
        )
        ShownFact.objects.create(page=page, fact=f"document:{document.pk}")


class RegistryTests(TestCase):
    """What holds for every model, those of later issues included."""

    def setUp(self):
        self.request = RequestFactory().get("/")
        self.request.user = User(is_staff=True, is_superuser=True, is_active=True)
        self.request.resolver_match = None

    def admins(self):
        for model in LISTED:
            yield model, admin.site.get_model_admin(model)

    def test_every_model_is_registered(self):
        missing = [model for model in LISTED if not admin.site.is_registered(model)]
        self.assertEqual(missing, [])

    def test_every_versioned_record_is_saved_by_compare_and_swap(self):
        for model, model_admin in self.admins():
            fields = {field.name for field in model._meta.fields}
            if "version" in fields and model is not StoredPage:
                with self.subTest(model=model.__name__):
                    self.assertIsInstance(model_admin, RecordAdmin)

    def test_every_key_that_can_be_edited_is_an_autocomplete(self):
        for model, model_admin in self.admins():
            forms = [(model, model_admin)]
            forms += [
                (inline.model, inline) for inline in model_admin.get_inline_instances(self.request)
            ]
            for edited, form in forms:
                if not form.has_add_permission(self.request, *([None] if edited != model else [])):
                    continue
                shown = set(flatten_fieldsets(form.get_fieldsets(self.request)))
                shown -= set(form.get_readonly_fields(self.request))
                for field in [*edited._meta.fields, *edited._meta.many_to_many]:
                    if field.name in shown and isinstance(
                        field, models.ForeignKey | models.ManyToManyField
                    ):
                        if field.related_model is Permission:
                            continue  # a fixed set of Django's own
                        with self.subTest(field=str(field)):
                            self.assertIn(field.name, form.autocomplete_fields)

    def test_every_list_can_be_searched_and_narrowed_without_growing(self):
        for model, model_admin in self.admins():
            with self.subTest(model=model.__name__):
                self.assertTrue(model_admin.get_search_fields(self.request))
                self.assertFalse(model_admin.show_full_result_count)
                for narrowed in model_admin.get_list_filter(self.request):
                    if isinstance(narrowed, str):
                        field = model._meta.get_field(narrowed)
                        is_small = field.choices or isinstance(field, models.BooleanField)
                        is_small = is_small or narrowed in {"language", "groups"}
                        self.assertTrue(is_small, narrowed)

    def test_citations_and_mentions_are_never_inline_forms(self):
        for _, model_admin in self.admins():
            inlines = {inline.model for inline in model_admin.inlines}
            self.assertFalse(inlines & {Citation, Mention, Block})

    def test_the_rows_of_inlines_carry_their_versions(self):
        for _, model_admin in self.admins():
            if isinstance(model_admin, RecordAdmin):
                for inline in model_admin.get_inline_instances(self.request):
                    self.assertIn("opened", inline.form.declared_fields)


class PageTests(TestCase):
    """Every page of every model answers, and lists cost the same at any length."""

    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user("ed", is_staff=True, is_superuser=True)
        make_rows(2)

    def setUp(self):
        self.client.force_login(self.editor)
        ContentType.objects.get_for_models(*OURS)  # asked once a process, then remembered

    def queries(self, url, data=None):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = self.client.get(url, data)
        self.assertEqual(answer.status_code, 200, url)
        return len(queries)

    def test_the_index_says_what_waits_and_where(self):
        block = Block.objects.first()
        make_mention(Actor.objects.first(), block, "Guard", state="proposed")
        page = self.client.get("/admin/")
        self.assertContains(page, f"/admin/desk/documents/{block.document.slug}/")
        self.assertContains(page, "/admin/desk/queue/")
        self.assertContains(page, "Scholium")

    def test_every_page_of_every_model_answers(self):
        for model in EDITED:
            record = model.objects.first()
            self.assertIsNotNone(record, model)
            may = admin.site.get_model_admin(model)
            for page in ("changelist", "add", "change", "history", "delete"):
                args = [] if page in ("changelist", "add") else [record.pk]
                with self.subTest(model=model.__name__, page=page):
                    answer = self.client.get(url_of(model, page, *args))
                    request = answer.wsgi_request
                    is_open = {
                        "add": may.has_add_permission(request),
                        "delete": may.has_delete_permission(request, record),
                    }.get(page, True)
                    self.assertEqual(answer.status_code, 200 if is_open else 403)

    def test_a_list_costs_as_many_queries_with_many_rows_as_with_few(self):
        few = {model: self.queries(url_of(model, "changelist")) for model in EDITED}
        found = {
            model: self.queries(url_of(model, "changelist"), {"q": "blue"}) for model in EDITED
        }
        make_rows(12, "Blue Watch")
        for model in EDITED:
            with self.subTest(model=model.__name__):
                url = url_of(model, "changelist")
                self.assertEqual(self.queries(url), few[model])
                self.assertEqual(self.queries(url, {"q": "blue"}), found[model])
                self.assertLessEqual(few[model], 7)

    def test_a_form_costs_as_many_queries_in_a_long_document_as_in_a_short_one(self):
        document, actor = Document.objects.first(), Actor.objects.filter(kind="group").first()
        pages = [url_of(Document, "change", document.pk), url_of(Actor, "change", actor.pk)]
        block = Block.objects.filter(document=document).first()
        pages.append(url_of(Block, "change", block.pk))
        few = [self.queries(page) for page in pages]
        for number in range(30):
            later = make_block(document, f"Blue Guard {number}")
            make_mention(actor, later, "Blue Guard")
            make_citation(Source.objects.first(), later, "Guard")
        self.assertEqual([self.queries(page) for page in pages], few)

    def test_an_inline_costs_as_many_queries_with_many_rows_as_with_few(self):
        relation = Relation.objects.first()
        page = url_of(Relation, "change", relation.pk)
        few = self.queries(page)
        for number in range(10):
            block = make_block(Document.objects.first(), f"Proof {number}")
            Evidence.objects.create(relation=relation, block=block, start=0, end=5, quote="Proof")
        # Each row's autocomplete asks for the one record that it shows.
        self.assertLessEqual(self.queries(page) - few, 10)

    def test_filters_that_links_set_narrow_a_list_and_say_so(self):
        document, actor = Document.objects.first(), Mention.objects.first().actor
        for model, chosen, words in (
            (Mention, {"document": document.pk}, document.title),
            (Mention, {"actor": actor.pk, "state__exact": "accepted"}, actor.name),
            (Citation, {"source": Source.objects.first().pk}, "Daily"),
            (Relation, {"actor": actor.pk}, actor.name),
            (Source, {"actor": actor.pk}, actor.name),
            (Actor, {"topic": Topic.objects.first().pk}, "topic"),
            (Block, {"document": document.pk}, document.title),
        ):
            with self.subTest(model=model.__name__, chosen=chosen):
                answer = self.client.get(url_of(model, "changelist"), chosen)
                self.assertContains(answer, words)
                self.assertGreaterEqual(answer.context["cl"].result_count, 1)
                self.assertLess(answer.context["cl"].result_count, model.objects.count())

    def test_a_filter_with_nonsense_is_let_go(self):
        for nonsense in ("x", "-1", "9" * 40, "1 OR 1=1", "٣"):
            answer = self.client.get(url_of(Mention, "changelist"), {"document": nonsense})
            self.assertIn(answer.status_code, (200, 302))

    def test_names_are_found_in_any_case_with_any_accents(self):
        make_actor("Kata’ib Ḥezbollah", names=[("Škvorecký Brigade", "full")])
        for words in ("kataib hezbollah", "KATA'IB", "skvorecky", "ŠKVORECKÝ", '"ib hezb"'):
            for model in (Actor, Name):
                with self.subTest(words=words, model=model.__name__):
                    answer = self.client.get(url_of(model, "changelist"), {"q": words})
                    self.assertGreaterEqual(answer.context["cl"].result_count, 1)

    def test_one_row_is_listed_once_however_many_of_its_names_are_found(self):
        actor = make_actor(
            "Green Row", names=[("Green Row One", "full"), ("Green Row Two", "full")]
        )
        answer = self.client.get(url_of(Actor, "changelist"), {"q": "green row"})
        self.assertEqual([found.pk for found in answer.context["cl"].result_list], [actor.pk])

    def test_an_autocomplete_finds_by_folded_name(self):
        make_actor("Škvorecký")
        asked = {"term": "skvor", "app_label": "reader", "model_name": "mention"}
        answer = self.client.get(reverse("admin:autocomplete"), asked | {"field_name": "actor"})
        self.assertEqual([row["text"] for row in answer.json()["results"]], ["Škvorecký"])

    def test_strange_searches_find_nothing_and_break_nothing(self):
        for words in ('"', "'", "%", "_", "\\", '"unclosed', "’", "\x00", "a " * 500, "☠" * 300):
            for model in (Actor, Mention, Source, Document):
                with self.subTest(words=words[:10], model=model.__name__):
                    answer = self.client.get(url_of(model, "changelist"), {"q": words})
                    self.assertEqual(answer.status_code, 200)

    def test_counts_come_with_links_to_what_is_counted(self):
        document = Document.objects.first()
        page = self.client.get(url_of(Document, "changelist"))
        self.assertContains(page, f"/admin/reader/mention/?document={document.pk}")
        page = self.client.get(url_of(Document, "change", document.pk))
        for words in ("1 accepted", "0 proposed", "2 blocks", "1 revision<"):
            self.assertContains(page, words)

    def test_records_lead_to_their_place_on_the_site(self):
        mention = Mention.objects.first()
        page = self.client.get(url_of(Mention, "change", mention.pk))
        self.assertContains(page, mention.block.get_absolute_url())
        actor = mention.actor
        page = self.client.get(url_of(Actor, "change", actor.pk))
        self.assertContains(page, "View on site")
        hidden = make_actor("Nobody", state="proposed")
        page = self.client.get(url_of(Actor, "change", hidden.pk))
        self.assertNotContains(page, "View on site")

    def test_a_span_is_shown_in_its_sentence(self):
        for model, words in ((Mention, "Blue Guard"), (Citation, "(Blue Guard Daily)")):
            record = model.objects.first()
            page = self.client.get(url_of(model, "change", record.pk))
            self.assertContains(page, f"<mark>{words}</mark>")

    def test_a_span_that_is_off_its_text_is_not_guessed(self):
        mention = Mention.objects.first()
        Block.objects.filter(pk=mention.block_id).update(text="Short.")
        for page in (url_of(Mention, "changelist"), url_of(Mention, "change", mention.pk)):
            self.assertContains(self.client.get(page), "(not within the text)")


class CorrectionTests(TestCase):
    """What editors correct, and what the rules refuse."""

    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user("ed", is_staff=True, is_superuser=True)
        make_rows(1)
        cls.document = Document.objects.get()
        cls.block = Block.objects.get(footnote=None)
        cls.actor = Actor.objects.get(name="Blue Guard 0")
        cls.mention = Mention.objects.get()
        cls.citation = Citation.objects.get()

    def setUp(self):
        self.client.force_login(self.editor)

    def change(self, record, **changes):
        url = url_of(type(record), "change", record.pk)
        return self.client.post(url, fields_of(self.client.get(url).content.decode()) | changes)

    def add(self, model, **fields):
        url = url_of(model, "add")
        return self.client.post(url, fields_of(self.client.get(url).content.decode()) | fields)

    def assert_refused(self, answer, words):
        self.assertContains(answer, words)

    def test_a_mention_is_given_to_the_right_actor_and_signed(self):
        other = Actor.objects.get(name="Red Blue Guard 0")
        self.assertEqual(self.change(self.mention, actor=other.pk).status_code, 302)
        self.mention.refresh_from_db()
        self.assertEqual(self.mention.actor, other)
        self.assertEqual(self.change(self.mention, state="rejected").status_code, 302)
        self.mention.refresh_from_db()
        self.assertEqual((self.mention.state, self.mention.reviewer), ("rejected", self.editor))
        self.assertIsNotNone(self.mention.reviewed_at)

    def test_a_mention_s_name_is_its_actor_s(self):
        self.mention.name = self.actor.names.first()
        self.mention.save()
        other = Actor.objects.get(name="Red Blue Guard 0")
        self.assertEqual(self.change(self.mention, actor=other.pk).status_code, 302)
        self.mention.refresh_from_db()
        self.assertIsNone(self.mention.name)
        answer = self.change(self.mention, name=self.actor.names.first().pk)
        self.assert_refused(answer, "That is a name of another actor.")

    def test_a_span_stays_within_its_text(self):
        self.assert_refused(self.change(self.mention, end="9999"), "The text has only")
        self.assert_refused(self.change(self.mention, end="2"), "The end comes after the start.")
        self.assertEqual(self.change(self.mention, end="9").status_code, 302)

    def test_two_accepted_mentions_do_not_stand_on_one_span(self):
        rival = make_mention(make_actor("Rival"), self.block, "Blue Guard", state="proposed")
        answer = self.change(rival, state="accepted")
        self.assert_refused(answer, "Not allowed: a span names one actor.")

    def test_an_accepted_citation_has_its_source(self):
        self.assert_refused(self.change(self.citation, source=""), "Say which source it cites.")

    def test_a_renamed_actor_is_found_by_its_new_name(self):
        self.assertEqual(self.change(self.actor, name="Škvorecký").status_code, 302)
        self.actor.refresh_from_db()
        self.assertEqual(self.actor.folded, "skvorecky")
        self.assertEqual(self.actor.names.get(kind="primary").text, "Škvorecký")
        self.assertEqual(self.actor.slug, "blue-guard-0")

    def test_a_new_actor_is_whole(self):
        answer = self.add(Actor, name="Zayd’s Band", kind="group", state="accepted")
        self.assertEqual(answer.status_code, 302)
        actor = Actor.objects.get(slug="zayds-band")
        self.assertEqual((actor.folded, actor.reviewer), ("zayds band", self.editor))
        self.assertEqual(actor.names.get().kind, "primary")

    def test_the_primary_name_is_changed_where_the_actor_is(self):
        primary = self.actor.names.get(kind="primary")
        self.assertEqual(self.change(primary, language="en").status_code, 302)
        primary.refresh_from_db()
        self.assertEqual((primary.language, primary.kind), ("en", "primary"))
        url = url_of(Name, "delete", primary.pk)
        self.assertEqual(self.client.get(url).status_code, 403)
        other = self.actor.names.get(kind="full")
        answer = self.change(other, kind="primary")
        self.assertEqual(answer.status_code, 200)

    def test_a_name_is_given_once(self):
        answer = self.add(
            Name,
            actor=self.actor.pk,
            text="Blue Guard 0",
            kind="full",
            case="default",
            state="accepted",
        )
        self.assert_refused(answer, "already exists")

    def test_evidence_is_named_by_words_that_stand_in_its_block(self):
        evidence = Evidence.objects.get()
        self.assertEqual(self.change(evidence, quote="Red Band").status_code, 302)
        evidence.refresh_from_db()
        self.assertEqual(self.block.text[evidence.start : evidence.end], "Red Band")
        self.assert_refused(self.change(evidence, quote="Green Band"), "stand 0 times")
        self.assert_refused(self.change(evidence, quote="Blue Guard"), "stand 2 times")

    def test_dates_keep_their_gaps(self):
        source = Source.objects.get()
        for given in ("2020-12-23", "2020-12", "2020", "XXXX-12-26", ""):
            with self.subTest(given=given):
                self.assertEqual(self.change(source, date=given).status_code, 302)
                source.refresh_from_db()
                self.assertEqual(source.date.edtf, given)
                page = self.client.get(url_of(Source, "change", source.pk)).content.decode()
                self.assertEqual(fields_of(page)["date"], given)
        self.assert_refused(self.change(source, date="23.12.2020"), "Write the date as")

    def test_an_inferred_year_has_its_reason(self):
        source = Source.objects.get()
        answer = self.change(source, inferred_year="2020")
        self.assert_refused(answer, "Say why this year is inferred.")

    def test_a_source_is_entered_once(self):
        fields = {"kind": "webpage", "publisher": "Daily Bell", "date": "2019-05-02"}
        self.assertEqual(self.add(Source, **fields).status_code, 302)
        self.assert_refused(self.add(Source, **fields), "This source is there already")
        self.assertEqual(self.add(Source, kind="book", title="Undated").status_code, 302)
        self.assertEqual(self.add(Source, kind="book", title="Undated").status_code, 302)

    def test_a_cited_source_is_not_deleted(self):
        source = Source.objects.get()
        answer = self.client.post(
            url_of(Source, "delete", source.pk),
            fields_of(self.client.get(url_of(Source, "delete", source.pk)).content.decode())
            | {"post": "yes"},
        )
        self.assertContains(answer, "protected")
        self.assertTrue(Source.objects.exists())

    def test_the_state_of_a_document_is_shown_and_not_changed_here(self):
        page = self.client.get(url_of(Document, "change", self.document.pk))
        self.assertContains(page, f"/admin/desk/documents/{self.document.slug}/state/")
        self.change(self.document, status="draft", publish_at_0="", publish_at_1="")
        self.document.refresh_from_db()
        self.assertEqual(self.document.status, "published")

    def test_a_document_s_topics_are_chosen_from_those_that_exist(self):
        topic = make_topic("Militias")
        self.assertEqual(self.change(self.document, topics=[topic.pk]).status_code, 302)
        self.assertEqual([str(topic) for topic in self.document.topics.all()], ["Militias"])

    def test_what_a_document_is_called_and_by_whom_is_corrected(self):
        answer = self.change(
            self.document, title="On the Guard", authors="Ann Lee\r\n\r\n Bo Li ", date="2021-02"
        )
        self.assertEqual(answer.status_code, 302)
        self.document.refresh_from_db()
        self.assertEqual(self.document.title, "On the Guard")
        self.assertEqual(self.document.authors, ["Ann Lee", "Bo Li"])
        self.assertEqual(self.document.date.edtf, "2021-02")
        self.assertEqual(self.document.version, 2)
        self.assertEqual(self.change(self.document).status_code, 302)
        self.document.refresh_from_db()
        self.assertEqual(self.document.version, 2)

    def test_the_text_and_the_address_of_a_document_are_not_changed_here(self):
        url = url_of(Document, "change", self.document.pk)
        posted = fields_of(self.client.get(url).content.decode())
        self.client.post(url, posted | {"slug": "another", "live_revision": "", "version": "9"})
        self.document.refresh_from_db()
        self.assertTrue(self.document.slug.startswith("on-the-blue-guard"))
        self.assertIsNotNone(self.document.live_revision)
        url = url_of(Block, "change", self.block.pk)
        self.assertEqual(self.client.post(url, {"text": "Another."}).status_code, 403)

    def test_a_revision_is_never_added_changed_or_deleted(self):
        revision = Revision.objects.get()
        url = url_of(Revision, "change", revision.pk)
        self.assertEqual(self.client.post(url, {"reason": "forged"}).status_code, 403)
        self.assertEqual(self.client.get(url_of(Revision, "add")).status_code, 403)
        url = url_of(Revision, "delete", revision.pk)
        self.assertEqual(self.client.post(url, {"post": "yes"}).status_code, 403)
        posted = {"action": "delete_selected", ACTION_CHECKBOX_NAME: [revision.pk], "index": "0"}
        self.client.post(url_of(Revision, "changelist"), posted | {"post": "yes"})
        self.assertTrue(Revision.objects.filter(pk=revision.pk, reason="").exists())

    def test_an_earlier_state_of_an_actor_is_shown_and_comes_back(self):
        self.change(self.actor, description="Once a militia.")
        self.change(self.actor, description="Now a party.")
        page = self.client.get(url_of(Actor, "history", self.actor.pk))
        self.assertContains(page, "Once a militia.")
        self.assertContains(page, "ed")
        earlier = self.actor.history.filter(description="Once a militia.").get()
        url = url_of(Actor, "simple_history", self.actor.pk, earlier.pk)
        posted = fields_of(self.client.get(url).content.decode())
        self.assertEqual(self.client.post(url, posted).status_code, 302)
        self.actor.refresh_from_db()
        self.assertEqual(self.actor.description, "Once a militia.")

    def test_pages_that_show_what_was_changed_are_stale(self):
        page = StoredPage.objects.get()
        for record, change in (
            (self.document, {"publication": "The Gong"}),
            (self.mention, {"state": "rejected"}),
            (self.citation, {"locator": "12"}),
        ):
            StoredPage.objects.update(is_stale=False)
            self.assertEqual(self.change(record, **change).status_code, 302)
            page.refresh_from_db()
            self.assertTrue(page.is_stale, record)

    def test_a_mention_taken_from_an_actor_makes_both_actors_pages_stale(self):
        other = Actor.objects.get(name="Red Blue Guard 0")
        page = StoredPage.objects.get()
        for actor in (self.actor, other):
            ShownFact.objects.update(fact=f"actor:{actor.pk}")
            StoredPage.objects.update(is_stale=False)
            self.mention.refresh_from_db()
            wanted = other if self.mention.actor == self.actor else self.actor
            self.assertEqual(self.change(self.mention, actor=wanted.pk).status_code, 302)
            page.refresh_from_db()
            self.assertTrue(page.is_stale, actor)

    def test_a_stored_page_is_rendered_anew(self):
        page = StoredPage.objects.get()
        StoredPage.objects.update(path=f"/actors/{self.actor.slug}/")
        posted = {"action": "render_anew", ACTION_CHECKBOX_NAME: [page.pk], "index": "0"}
        answer = self.client.post(url_of(StoredPage, "changelist"), posted, follow=True)
        self.assertContains(answer, "1 page rendered anew.")
        page.refresh_from_db()
        self.assertIn(b"Blue Guard 0", bytes(page.body))


class RightsTests(TestCase):
    """The admin shows each editor what their rights allow, and others nothing."""

    @classmethod
    def setUpTestData(cls):
        make_rows(1)

    def test_nobody_gets_in_without_signing_in(self):
        for model in LISTED:
            answer = self.client.get(url_of(model, "changelist"))
            self.assertEqual(answer.status_code, 302)
            self.assertIn("/admin/login/", answer.url)

    def test_an_editor_without_rights_sees_an_empty_index_and_403(self):
        self.client.force_login(make_user(is_staff=True))
        self.assertContains(self.client.get("/admin/"), "permission to view")
        for model in LISTED:
            record = model.objects.first()
            for page in (url_of(model, "changelist"), url_of(model, "change", record.pk)):
                answer = self.client.get(page)
                self.assertIn(answer.status_code, (302, 403))
                self.assertNotIn(b"Blue Guard", answer.content)

    def test_an_editor_who_may_only_look_gets_no_form_and_saves_nothing(self):
        editor = make_user(is_staff=True)
        editor.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
        self.client.force_login(editor)
        for model in EDITED:
            record = model.objects.first()
            url = url_of(model, "change", record.pk)
            with self.subTest(model=model.__name__):
                page = self.client.get(url)
                self.assertNotContains(page, 'name="_save"')
                self.assertNotContains(page, "Opened:")
                self.assertEqual(self.client.post(url, {}).status_code, 403)
                listed = self.client.get(url_of(model, "changelist"))
                self.assertNotContains(listed, 'value="accept"')
        mention = Mention.objects.get()
        posted = {"action": "reject", ACTION_CHECKBOX_NAME: [mention.pk], "index": "0"}
        self.client.post(url_of(Mention, "changelist"), posted | {f"opened-{mention.pk}": "{}"})
        mention.refresh_from_db()
        self.assertEqual(mention.state, "accepted")


PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '" autofocus onfocus=alert(1) x="',
    "{{ 7|add:7 }}{% debug %}",
    "<a href=javascript:alert(1)>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<mark onmouseover=alert(1)>",
]
# What would run if any of the above came through as markup.
RUNS = ["<script>alert", "<img src=x", "<svg/onload", '" autofocus onfocus', "<a href=javascript"]
RUNS += ["<mark onmouseover"]


@pytest.mark.parametrize("payloads", [PAYLOADS[:5], PAYLOADS[5:]], ids=["first", "second"])
@pytest.mark.django_db
def test_what_came_from_outside_is_text_on_every_page(client, payloads):
    client.force_login(make_user("ed", is_staff=True, is_superuser=True))
    words = " ".join(payloads)
    document = make_document(words, authors=[words], publication=words)
    document.live_revision.manuscript = words
    document.live_revision.reason = words[:200]
    document.live_revision.problems = [[1, "torn-caption", words]]
    document.live_revision.save()
    block = make_block(document, f"{words} met it. {words}")
    make_footnote(document, words, at=block)
    actor = make_actor(words, names=[(f"{words} 2", "full")], description=words)
    other = make_actor(f"{words} 3", slug="other")
    make_identifier(actor, value=words)
    mention = make_mention(actor, block, words, start=0, method=words[:40])
    make_report(mention, words, answer=words)
    source = make_source(words, author=words, title=words, inferred_reason=words)
    make_citation(source, block, words, start=0, locator=words[:90])
    LinkCheck.objects.create(
        source=source, url=words[:900], words=words[:300], checked_at=timezone.now()
    )
    make_relation(actor, words[:90], other, proof=[(block, "met it")])
    make_topic(words[:100], description=words, of=[document, actor])
    make_event(block, words, start=0, inferred_reason=words[:300])
    record_act(None, "renamed", actor, document=document, words=words)
    Abbreviation.objects.create(block=block, short=words[:60], long=words, start=0, end=3)
    StoredPage.objects.create(
        path=f"/{words}/", etag="x", content_type=words[:90], body=b"", brotli=b"",
        rendered_at=timezone.now(),
    )  # fmt: skip
    name = actor.names.get(kind="full")
    url = url_of(Name, "change", name.pk)
    posted = fields_of(client.get(url).content.decode())
    pages = [client.post(url, posted | {"text": f"{words} 4"}, follow=True)]
    pages.append(client.post(url, posted | {"text": f"{words} 5"}))
    assert pages[-1].status_code == 409
    for model in EDITED:
        record = model.objects.first()
        for page in ("changelist", "change", "delete", "history"):
            args = [] if page == "changelist" else [record.pk]
            pages.append(client.get(url_of(model, page, *args)))
        pages.append(client.get(url_of(model, "changelist"), {"q": words}))
    pages.append(client.get("/admin/"))
    for page in pages:
        html = page.content.decode()
        for runs in RUNS:
            assert runs not in html, (page.request["PATH_INFO"], runs)
        assert "1414" not in html
        assert "14{" not in html


@pytest.mark.django_db
def test_the_list_of_identifiers_leads_to_their_actors(client):
    client.force_login(make_user("ed", is_staff=True, is_superuser=True))
    actor = make_actor("Blue Guard")
    make_identifier(actor)
    page = client.get(url_of(Identifier, "changelist"), {"q": "blue"})
    assert b"Q42" in page.content
