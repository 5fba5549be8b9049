"""Roles: what each may do in the admin, page by page and action by action, and nothing else.

The walk finds every address and every action by itself: what the tables below do not name fails.
"""

import datetime

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import RequestFactory, TestCase
from django.urls import URLPattern, reverse
from django.utils import timezone

from annotations.models import ModerationAct, Sanction
from reader.actions.journal import record_act
from reader.models import (
    Actor,
    Block,
    Document,
    LinkCheck,
    Mention,
    Report,
    Source,
    StoredPage,
    may_read_drafts,
)
from reader.roles import ROLES
from tests.annotations.factories import make_annotation
from tests.factories import (
    make_actor,
    make_block,
    make_citation,
    make_document,
    make_editor,
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

EVERYONE = ("author", "curator", "publisher", "moderator", "viewer", "none")
READERS = ("author", "curator", "publisher", "viewer")
REGISTRY = ("curator", "publisher", "viewer")

# Of each kind of record: who sees it, adds, changes, deletes it; and who is offered which action.
# A superuser may do whatever the kind allows at all; "none" is staff without any role.
MODELS = {
    "reader.document": {"view": READERS, "change": ("curator",)},
    "reader.revision": {"view": READERS},
    "reader.block": {"view": READERS},
    "reader.footnote": {"view": READERS},
    "reader.footnotereference": {"view": READERS},
    "reader.abbreviation": {"view": READERS},
    "reader.lostspan": {"view": READERS},
    "reader.editorialact": {"view": READERS},
    "reader.storedpage": {"view": ("publisher",), "render_anew": ("publisher",)},
    "reader.report": {"view": ("curator",)},
    "reader.linkcheck": {"view": REGISTRY, "delete": ("curator",)},
    "reader.user": {},
    "auth.group": {},
    "annotations.annotation": dict.fromkeys(
        ("view", "approve", "keep", "hide", "spam"), ("moderator",)
    ),
    "annotations.moderationact": {"view": ("moderator",)},
    "annotations.group": {},
    "annotations.membership": {},
    "annotations.invitation": {},
    "annotations.sanction": dict.fromkeys(("view", "add", "lift"), ("moderator",)),
    "mfa.authenticator": {},
    "socialaccount.socialaccount": {},
    "socialaccount.socialapp": {},
    "socialaccount.socialtoken": {},
}
for kind in ("actor", "name", "relation", "source", "topic", "identifier", "evidence"):
    MODELS[f"reader.{kind}"] = {"view": REGISTRY}
for kind in ("mention", "citation", "event"):
    MODELS[f"reader.{kind}"] = {"view": READERS}
for row in list(MODELS.values())[-10:]:
    row |= dict.fromkeys(("add", "change", "delete"), ("curator",))
for kind in ("actor", "name", "relation", "mention", "citation", "event"):
    MODELS[f"reader.{kind}"] |= {"accept": ("curator",), "reject": ("curator",)}
for kind in ("actor", "name", "source", "topic"):
    MODELS[f"reader.{kind}"]["merge_selected"] = ("curator",)
for row in MODELS.values():
    row["delete_selected"] = row.get("delete", ())

# Every other address of the admin, by name.
PAGES = {
    "index": EVERYONE,
    "login": EVERYONE,
    "logout": EVERYONE,
    "password_change": EVERYONE,
    "password_change_done": EVERYONE,
    "jsi18n": EVERYONE,
    "app_list": READERS,  # of the publication; of annotations, see the kinds of record
    "autocomplete": REGISTRY,
    "view_on_site": EVERYONE,
    "desk_merge": ("curator",),
    "desk_merges": ("curator",),
    "desk_duplicates": ("curator",),
    "desk_bulk": ("curator",),
    "desk_bulk_export": ("curator",),
    "desk_reconcile": ("curator",),
    # The desk; who may only look at a text gets no answer to what would change it.
    "desk_curation": REGISTRY,
    **dict.fromkeys(
        [f"desk_curation_{name}" for name in ("decide", "give", "undo", "find", "words")],
        ("curator",),
    ),
    "desk_queue": REGISTRY,
    "desk_queue_decide": ("curator",),
    "desk_queue_undo": ("curator",),
    "desk_report": ("curator",),
    "desk_lost": ("curator",),
    "desk_import": ("author",),
    # What is published is revised by who is author and curator.
    "desk_text": (),
    "desk_text_preview": (),
    "desk_revisions": READERS,
    "desk_revision": READERS,
    "desk_state": ("publisher", "curator"),
    "desk_presence": REGISTRY,
    "desk_previews": ("publisher",),
    "desk_trash": ("author", "publisher", "curator"),
}
# Where sending a form needs more than looking does: restoring a revision is revising the text.
SENDING = {"desk_revision": ()}
# What is asked of an address beside its name: the values of its parts, and its query.
QUERIES = {
    "autocomplete": {
        "term": "b",
        "app_label": "reader",
        "model_name": "mention",
        "field_name": "actor",
    },
}
# Pages of a kind of record, with the right that opens each.
MODEL_PAGES = {
    "changelist": "view",
    "add": "add",
    "change": "view",
    "history": "view",
    "simple_history": "view",
    "delete": "delete",
    "password_change": "change",
}
ANSWERS = {200, 302, 400, 409, 422}


def make_everything(author):
    """Make at least one row of every kind, all of it public."""
    document = make_document("On the Guard", slug="guard", created_by=author)
    block = make_block(document, "In 2020 the Blue Guard met the Red Band (Daily Bell).")
    make_footnote(document, at=block)
    band, guard = make_actor("Red Band"), make_actor("Blue Guard", names=[("BG", "acronym")])
    make_identifier(guard)
    make_mention(guard, block)
    make_citation(make_source("Daily Bell"), block, "(Daily Bell)")
    make_relation(guard, "met", band, proof=[(block, "met")])
    make_event(block, "2020", date="2020")
    make_topic("Militias", of=[document])
    block.abbreviations.create(short="BG", long="Blue Guard", start=0, end=2)
    document.lost_spans.create(kind="mention", row=1, quote="the Guard", block_key="b")
    make_report(Mention.objects.get())
    LinkCheck.objects.create(
        source=Source.objects.get(), url="https://e.org/", checked_at=timezone.now()
    )
    record_act(None, "imported", document)
    ModerationAct.objects.create(annotation=make_annotation(author, document), verb="kept")
    Sanction.objects.create(user=author, reason="Spam")
    StoredPage.objects.create(
        path="/x/", etag="x", content_type="text/html", body=b"", brotli=b"",
        rendered_at=timezone.now(),
    )  # fmt: skip
    return document


class WalkTests(TestCase):
    """Every address and action of the admin × every role."""

    @classmethod
    def setUpTestData(cls):
        cls.people = {role: make_editor(role, role) for role in ROLES}
        cls.people["none"] = make_user("nobody", is_staff=True)
        cls.people["superuser"] = make_user("root", is_staff=True, is_superuser=True)
        cls.document = make_everything(make_user("writer"))
        cls.actor = Actor.objects.last()
        cls.actor.save()  # its history has a row
        lost = cls.document.lost_spans.first()
        cls.answered = {"desk_report": Report.objects.get(), "desk_lost": lost}

    def arguments(self, pattern, record=None):
        """Return values for the parts of an address."""
        known = {"object_id": record.pk if record else None, "id": record.pk if record else None}
        known |= {"slug": self.document.slug, "app_label": "reader", "number": 1, "kind": "actor"}
        asked = self.answered.get(pattern.name, self.actor)
        known |= {"content_type_id": 1, "pk": (record or asked).pk}
        return {name: known[name] for name in pattern.pattern.regex.groupindex}

    def address_of(self, pattern, record=None):
        """Return the address of a page, with the parts that it asks for."""
        if pattern.name.endswith("simple_history"):
            version = record.history.first()
            parts = [record.pk, version.pk if version else 1]
            return reverse(f"admin:{pattern.name}", args=parts)
        return reverse(f"admin:{pattern.name}", kwargs=self.arguments(pattern, record))

    def model_pages(self):
        """Yield the kind, the page, the pattern and a record of every address of every model."""
        for model, model_admin in admin.site._registry.items():
            start = f"{model._meta.app_label}_{model._meta.model_name}_"
            for pattern in model_admin.get_urls():
                if pattern.name is not None:
                    page = pattern.name.removeprefix(start).removeprefix("auth_user_")
                    yield model, page, pattern, model._default_manager.order_by("-pk").first()

    def is_let_in(self, answer):
        """Tell whether an answer is the page: not a refusal, nor the way to one's front page."""
        if answer.status_code == 302:
            return answer.url not in ("/admin/",) and "/login/" not in answer.url
        return answer.status_code in ANSWERS

    def test_every_kind_of_record_stands_in_the_table(self):
        kinds = {model._meta.label_lower for model in admin.site._registry}
        self.assertEqual(kinds, set(MODELS))

    def test_every_other_address_stands_in_the_table(self):
        names = {p.name for p in admin.site.get_urls() if isinstance(p, URLPattern) and p.name}
        self.assertEqual(names, set(PAGES))

    @pytest.mark.once
    def test_pages_of_records_open_to_those_roles_only(self):
        for model, page, pattern, record in self.model_pages():
            table = MODELS[model._meta.label_lower]
            self.assertIn(page, MODEL_PAGES, f"{model.__name__} has a page that no table names")
            address = self.address_of(pattern, record)
            allowed = table.get(MODEL_PAGES[page], ())
            for role, user in self.people.items():
                if role == "superuser":
                    continue
                with self.subTest(kind=model.__name__, page=page, role=role):
                    self.client.force_login(user)
                    self.assertEqual(self.is_let_in(self.client.get(address)), role in allowed)

    def test_records_are_changed_by_those_roles_only(self):
        for model, page, pattern, record in self.model_pages():
            right = {"changelist": "view", "history": "view"}.get(page, page)
            if page in ("change", "simple_history", "password_change"):
                right = "change"
            allowed = MODELS[model._meta.label_lower].get(right, ())
            address = self.address_of(pattern, record)
            for role, user in self.people.items():
                if role != "superuser" and role not in allowed:
                    with self.subTest(kind=model.__name__, page=page, role=role):
                        self.client.force_login(user)
                        answer = self.client.post(address, {"post": "yes"})
                        self.assertFalse(self.is_let_in(answer), answer.status_code)

    def test_a_superuser_opens_whatever_opens_to_anyone(self):
        self.client.force_login(self.people["superuser"])
        for model, page, pattern, record in self.model_pages():
            if MODELS[model._meta.label_lower].get(MODEL_PAGES[page]):
                address = self.address_of(pattern, record)
                with self.subTest(kind=model.__name__, page=page):
                    self.assertEqual(self.client.get(address).status_code, 200)

    def test_actions_are_offered_to_those_roles_only(self):
        for model, model_admin in admin.site._registry.items():
            table = MODELS[model._meta.label_lower]
            for role, user in self.people.items():
                if role == "superuser":
                    continue
                request = RequestFactory().get("/admin/")
                request.user = user
                offered = set(model_admin.get_actions(request))
                expected = {name for name, roles in table.items() if role in roles}
                with self.subTest(kind=model.__name__, role=role):
                    self.assertEqual(offered, expected - {"view", "add", "change", "delete"})

    @pytest.mark.once
    def test_other_pages_open_to_those_roles_only(self):
        for pattern in admin.site.get_urls():
            if not isinstance(pattern, URLPattern) or not pattern.name:
                continue
            address = self.address_of(pattern)
            for role, user in self.people.items():
                for ask in (self.client.get, self.client.post):
                    table = PAGES | SENDING if ask == self.client.post else PAGES
                    is_allowed = role == "superuser" or role in table[pattern.name]
                    with self.subTest(page=pattern.name, role=role, method=ask.__name__):
                        self.client.force_login(user)
                        answer = ask(address, QUERIES.get(pattern.name))
                        if pattern.name == "view_on_site" or answer.status_code == 405:
                            self.assertLess(answer.status_code, 500)
                        elif pattern.name not in ("login", "index", "logout"):
                            self.assertEqual(self.is_let_in(answer), is_allowed, answer.status_code)

    def test_nobody_else_gets_past_the_door(self):
        self.client.force_login(make_user("reader"))
        for pattern in admin.site.get_urls():
            if isinstance(pattern, URLPattern) and pattern.name not in ("login", "logout", None):
                if pattern.name == "jsi18n":
                    continue
                address = self.address_of(pattern)
                with self.subTest(page=pattern.name):
                    self.assertEqual(self.client.get(address).status_code, 302)
                    self.assertIn("/login/", self.client.get(address).url)


class DraftsTests(TestCase):
    """Who reads and edits which drafts."""

    @classmethod
    def setUpTestData(cls):
        cls.author = make_editor("ann", "author")
        cls.own = make_document("Mine", slug="mine", status="draft", created_by=cls.author)
        cls.other = make_document("Theirs", slug="theirs", status="draft", paragraphs=["Secret."])
        cls.public = make_document("Public", slug="public", created_by=cls.author)
        cls.later = make_document(
            "Later",
            slug="later",
            status="scheduled",
            publish_at=timezone.now() + datetime.timedelta(days=1),
        )

    def slugs(self, rows):
        return set(rows.values_list("slug", flat=True))

    def test_drafts_are_open_to_those_who_work_on_any_text(self):
        for role, is_open in {
            "viewer": True,
            "curator": True,
            "publisher": True,
            "moderator": False,
        }.items():
            user = make_editor(f"one-{role}", role)
            seen = {"mine", "theirs", "public", "later"} if is_open else {"public"}
            with self.subTest(role=role):
                self.assertEqual(may_read_drafts(user), is_open)
                self.assertEqual(self.slugs(Document.objects.visible_to(user)), seen)

    def test_an_author_reads_the_own_drafts_and_no_others(self):
        self.assertEqual(self.slugs(Document.objects.visible_to(self.author)), {"mine", "public"})
        self.client.force_login(self.author)
        self.assertEqual(self.client.get("/documents/mine/").status_code, 200)
        never = self.client.get("/documents/never/")
        hidden = self.client.get("/documents/theirs/")
        self.assertEqual((hidden.status_code, hidden.content), (404, never.content))

    def test_staff_without_a_role_and_strangers_see_only_what_is_public(self):
        for user in (make_user(is_staff=True), make_user(), None):
            self.assertEqual(self.slugs(Document.objects.visible_to(user)), {"public"})
        gone = make_editor("gone", "viewer", is_active=False)
        self.assertEqual(self.slugs(Document.objects.visible_to(gone)), {"public"})

    def test_text_is_edited_by_authors_in_their_own_drafts_and_by_curating_authors_anywhere(self):
        everything = {"mine", "theirs", "public", "later"}
        both = make_editor("both", "author", "curator")
        root = make_user(is_staff=True, is_superuser=True)
        for user, slugs in (
            (self.author, {"mine"}),
            (both, everything),
            (root, everything),
            (make_editor("cur", "curator"), set()),
            (make_editor("pub", "publisher"), set()),
            (make_user(), set()),
            (None, set()),
        ):
            with self.subTest(user=user):
                self.assertEqual(self.slugs(Document.objects.may_edit(user)), slugs)

    def test_an_author_finds_in_the_admin_only_what_belongs_to_visible_documents(self):
        make_mention(make_actor("Secret"), Block.objects.get(document=self.other), "Secret")
        record_act(None, "imported", self.other)
        record_act(None, "renamed", make_actor("Someone"))
        self.client.force_login(self.author)
        for kind in ("document", "block", "mention", "revision", "editorialact"):
            page = self.client.get(f"/admin/reader/{kind}/")
            with self.subTest(kind=kind):
                self.assertEqual(page.status_code, 200)
                for words in ("Theirs", "Secret", "Someone"):
                    self.assertNotContains(page, words)
        hidden = self.client.get(f"/admin/reader/document/{self.other.pk}/change/", follow=True)
        self.assertNotContains(hidden, "Theirs")
        mention = Mention.objects.get()
        hidden = self.client.get(f"/admin/reader/mention/{mention.pk}/change/", follow=True)
        self.assertNotContains(hidden, "Theirs")

    def test_an_author_changes_the_own_draft_and_not_what_is_published(self):
        # A form that says nothing of its version is refused, but it is a form.
        self.client.force_login(self.author)
        for document, status in ((self.own, 409), (self.public, 403)):
            address = f"/admin/reader/document/{document.pk}/change/"
            self.assertEqual(self.client.post(address, {}).status_code, status)

    def test_the_front_page_of_the_admin_names_only_what_is_visible(self):
        self.client.force_login(self.author)
        page = self.client.get("/admin/")
        self.assertContains(page, "Mine")
        self.assertNotContains(page, "Theirs")


class RolesTests(TestCase):
    def test_the_five_roles_are_there(self):
        self.assertEqual(set(Group.objects.values_list("name", flat=True)), set(ROLES))

    def test_no_role_manages_accounts_or_deletes_documents(self):
        rights = set(Group.objects.values_list("permissions__codename", flat=True))
        for right in ("change_user", "add_user", "change_group", "delete_document"):
            self.assertNotIn(right, rights)
