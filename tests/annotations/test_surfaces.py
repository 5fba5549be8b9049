"""One walk over every surface: nobody meets a word, a count or a code of what they may not read."""

import uuid

from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from annotations.actions.digests import send_digest
from annotations.models import Annotation, Notice
from annotations.permissions import TABLE, WITHHELD, Act, Answer, Role, State, Visibility
from reader.actions.queues import waiting_for
from tests.annotations.test_permissions import World

LD = {"Accept": "application/ld+json"}
HTML = {"Accept": "text/html"}
ALL = set(Visibility)
# Surface: its address, the header, and the visibilities that it shows at all.
SURFACES = {
    "list": ("/documents/{slug}/annotations/", HTML, ALL),
    "JSON-LD list": ("/documents/{slug}/annotations/", LD, ALL),
    "container": ("/annotations/", LD, ALL),
    "by tag": ("/documents/{slug}/annotations/?kind=note", HTML, ALL),
    "group": ("/groups/{group}/", HTML, {Visibility.GROUP}),
    "group’s container": ("/groups/{group}/", LD, {Visibility.GROUP}),
    "feed": ("/groups/{group}/feed/", HTML, {Visibility.GROUP}),
    "group’s queue": ("/groups/{group}/moderation/", HTML, {Visibility.GROUP}),
    "group’s people": ("/groups/{group}/people/", HTML, set()),
    "group’s settings": ("/groups/{group}/settings/", HTML, set()),
    "group’s log in the admin": ("/admin/annotations/moderationact/", HTML, set()),
    "groups in the admin": ("/admin/annotations/group/", HTML, set()),
    "memberships in the admin": ("/admin/annotations/membership/", HTML, set()),
    "tags offered": ("/annotations/offers/?of=tags&q=secret&document={slug}", LD, set()),
    "document’s feed": ("/feeds/documents/{slug}.atom", HTML, {Visibility.PUBLIC}),
    "document’s export": ("/documents/{slug}/annotations/export/", HTML, {Visibility.PUBLIC}),
    "export": ("/groups/{group}/export/", LD, {Visibility.GROUP}),
    "admin": ("/admin/annotations/annotation/", HTML, {Visibility.PUBLIC}),
    "admin search": ("/admin/annotations/annotation/?q=secret", HTML, {Visibility.PUBLIC}),
    "article": ("/documents/{slug}/", HTML, set()),
    "profile": ("/people/author/", HTML, {Visibility.PUBLIC}),
    "notebook": ("/me/annotations/", HTML, ALL),
    "notebook search": ("/me/annotations/?q=secret", HTML, ALL),
    "notices": ("/me/notices/", HTML, set()),
}
# These are one's own alone: what others wrote is not in them.
OWN = {"notebook", "notebook search"}
# What a surface shows of them: feeds what all members read, queues what nobody else does.
STATES = {
    "feed": {State.VISIBLE},
    "document’s feed": {State.VISIBLE},
    "document’s export": {State.VISIBLE},
    "profile": {State.VISIBLE},
    "group’s queue": WITHHELD,
}
# What each act posts to.
DEEDS = {
    Act.REACT: ("react/", {"sign": "agree"}),
    Act.FLAG: ("flag/", {"reason": "spam"}),
    Act.RESOLVE: ("resolve/", {}),
    Act.ERASE: ("erase/", {}),
    Act.HIDE: ("decide/", {"decision": "nothing"}),
    Act.REATTACH: ("place/", {"quote": "words that are nowhere"}),
    Act.DELETE: ("delete/", {"version": "99"}),
    Act.EDIT: ("edit/", {"body": "", "audience": "nobody"}),
    Act.REPLY: ("reply/", {"body": "", "audience": "nobody"}),
}
# What comes after permission is given: the request itself is refused for what it says.
DONE = {200, 204, 302, 400, 409, 412, 422}


class SurfaceTests(World):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.browsers = {}
        for role in Role:
            client = Client()
            if role != Role.ANONYMOUS:
                client.force_login(cls.people[role])
            cls.browsers[role] = client

    def setUp(self):
        # A browser builds the site's layers once; a thousand new ones would do nothing else.
        self.browsers = type(self).browsers

    def browser(self, role):
        return self.browsers[role]

    def reads(self, role, visibility, state):
        return TABLE[role, visibility, state, Act.READ] == Answer.YES

    def test_every_surface_shows_each_role_what_it_may_read_and_nothing_else(self):
        places = {"slug": self.document.slug, "group": self.group.slug}
        for role in Role:
            client = self.browser(role)
            for name, (address, headers, shown) in SURFACES.items():
                answer = client.get(address.format(**places), headers=headers)
                text = answer.content.decode().replace("&lt;", "<").replace('"', "<")
                for visibility, state in self.rows:
                    expected = visibility in shown and self.reads(role, visibility, state)
                    if name in OWN and role != Role.AUTHOR:
                        expected = False
                    if name in STATES and state not in STATES[name]:
                        expected = False
                    with self.subTest(role=role, name=name, visibility=visibility, state=state):
                        self.assertEqual(
                            f"secret {visibility} {state}<" in text,
                                         expected and answer.status_code == 200)  # fmt: skip

    def test_a_mail_and_the_list_of_notices_lead_to_what_is_read_and_nowhere_else(self):
        for role, user in self.people.items():
            if role == Role.ANONYMOUS:
                continue
            EmailAddress.objects.create(
                user=user, email=f"{role}@example.org", verified=True, primary=True
            )
            Notice.objects.bulk_create(
                Notice(recipient=user, source=str(row.pk), reason="thread", annotation=row)
                for row in self.rows.values()
            )
            page = self.browser(role).get("/me/notices/", headers=HTML).content.decode()
            mail.outbox.clear()
            send_digest(user)
            body = mail.outbox[0].body
            for (visibility, state), row in self.rows.items():
                with self.subTest(role=role, visibility=visibility, state=state):
                    expected = self.reads(role, visibility, state)
                    self.assertEqual(row.get_absolute_url() in body, expected)
                    self.assertEqual(str(row.public_id) in page, expected)
            self.assertNotIn("secret", body)

    def test_totals_count_what_is_read(self):
        url = f"/documents/{self.document.slug}/annotations/"
        for role in Role:
            total = sum(self.reads(role, *case) for case in self.rows)
            self.assertEqual(self.browser(role).get(url, headers=LD).json()["total"], total)
            page = self.browser(role).get(url, headers=HTML)
            self.assertContains(page, f"{total} annotation")

    def test_each_address_answers_as_the_table_says(self):
        for role in Role:
            client = self.browser(role)
            never = client.get(f"/annotations/{uuid.uuid4()}/", headers=LD)
            for (visibility, state), row in self.rows.items():
                answer = client.get(row.get_absolute_url(), headers=LD)
                with self.subTest(role=role, visibility=visibility, state=state):
                    if self.reads(role, visibility, state):
                        self.assertEqual(answer.status_code, 200)
                    else:
                        self.assertEqual((answer.status_code, answer.content),
                                         (404, never.content))  # fmt: skip

    def test_each_deed_answers_as_the_table_says(self):
        for (role, visibility, state, act), may in TABLE.items():
            # What is hidden or spam is answered as what waits.
            if act not in DEEDS or state in (State.HIDDEN, State.SPAM, State.BLANKED):
                continue
            deed, fields = DEEDS[act]
            row = self.rows[visibility, state]
            answer = self.browser(role).post(f"{row.get_absolute_url()}{deed}", fields, headers=LD)
            with self.subTest(role=role, visibility=visibility, state=state, act=act):
                if may == Answer.YES:
                    self.assertIn(answer.status_code, DONE, answer.content)
                elif may == Answer.SIGN_IN:
                    self.assertIn(answer.status_code, {401, 302})
                else:
                    self.assertEqual(answer.status_code, int(may.value), answer.content)
            Annotation.objects.filter(pk=row.pk).update(resolved_at=None)

    def test_what_was_deleted_is_gone_for_who_could_read_it_and_was_never_there_for_others(self):
        for visibility in Visibility:
            for before in (State.VISIBLE, State.HIDDEN):
                row = self.rows[visibility, State.DELETED]
                Annotation.objects.filter(pk=row.pk).update(state_before=before)
                for role in Role:
                    answer = self.browser(role).get(row.get_absolute_url(), headers=LD)
                    status = 410 if self.reads(role, visibility, before) else 404
                    with self.subTest(role=role, visibility=visibility, before=before):
                        self.assertEqual(answer.status_code, status)

    def test_the_queues_count_no_private_and_no_group_annotation(self):
        labels = {w.label: w.number for w in waiting_for(self.people[Role.EDITOR])}
        self.assertEqual(labels.get("annotation waiting for approval"), 1)
        self.assertFalse(waiting_for(self.people[Role.MEMBER]))

    def test_staff_without_the_right_see_no_queue(self):
        staff = self.people[Role.USER]
        staff.is_staff = True
        staff.save()
        client = Client()
        client.force_login(staff)
        answer = client.get("/admin/annotations/annotation/")
        self.assertEqual(answer.status_code, 403)
