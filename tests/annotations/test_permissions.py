"""The table of who may do what: the query agrees with it, and it says what safety.md says."""

from django.contrib.auth.models import AnonymousUser
from django.test import TestCase

from annotations.models import Annotation, Viewpoint
from annotations.permissions import TABLE, Act, Answer, Role, State, Visibility, answer
from tests.annotations.factories import make_annotation, make_group, make_moderator
from tests.factories import make_document, make_user

WITHHELD = ["waiting", "hidden", "spam"]
# Who reads what, as safety.md §4 has it.
READS = {
    ("public", "visible"): "anonymous user member moderator author editor administrator",
    ("public", "waiting"): "author editor administrator",
    ("group", "visible"): "member moderator author",
    ("group", "waiting"): "moderator author",
    ("private", "visible"): "author",
    ("private", "waiting"): "author",
}


class World(TestCase):
    """One annotation of every visibility and state, and one person for every role."""

    @classmethod
    def setUpTestData(cls):
        cls.people = {
            Role.ANONYMOUS: AnonymousUser(),
            Role.USER: make_user("user"),
            Role.MEMBER: make_user("member"),
            Role.MODERATOR: make_user("moderator"),
            Role.AUTHOR: make_user("author"),
            Role.EDITOR: make_moderator("editor"),
            Role.ADMINISTRATOR: make_user("administrator", is_staff=True, is_superuser=True),
        }
        cls.group = make_group(
            owner=cls.people[Role.MODERATOR],
            members=[cls.people[Role.MEMBER], cls.people[Role.AUTHOR]],
        )
        cls.document = make_document(paragraphs=["The tower burned down in May."])
        cls.rows = {
            (visibility, state): make_annotation(
                cls.people[Role.AUTHOR],
                cls.document,
                words="tower burned",
                visibility=visibility,
                state=state,
                group=cls.group if visibility == "group" else None,
                body=f"secret {visibility} {state}",
            )
            for visibility in Visibility
            for state in State
        }


class TableTests(World):
    def test_the_table_has_every_case(self):
        cases = len(Role) * len(Visibility) * len(State) * len(Act)
        self.assertEqual(len(TABLE), cases)

    def test_reading_is_as_safety_says(self):
        for (visibility, state), names in READS.items():
            states = WITHHELD if state == "waiting" else [state]
            for each in states:
                readers = {
                    role for role in Role if TABLE[role, visibility, each, Act.READ] == Answer.YES
                }
                self.assertEqual(readers, {Role(name) for name in names.split()})
        for gone in (State.BLANKED, State.DELETED):
            self.assertFalse([k for k, v in TABLE.items() if k[2] == gone and v != Answer.ABSENT])

    def test_the_query_finds_what_the_table_lets_be_read(self):
        for role, user in self.people.items():
            found = set(Annotation.objects.visible_to(user))
            view = Viewpoint(user)
            for row in self.rows.values():
                with self.subTest(role=role, visibility=row.visibility, state=row.state):
                    self.assertEqual(row in found, view.may(row, Act.READ))
                    self.assertEqual(
                        view.may(row, Act.READ),
                        TABLE[role, row.visibility, row.state, Act.READ] == Answer.YES,
                    )

    def test_nobody_rewrites_anothers_words(self):
        for (role, _, _, act), may in TABLE.items():
            if act in (Act.EDIT, Act.DELETE) and role != Role.AUTHOR:
                self.assertNotEqual(may, Answer.YES)

    def test_nobody_else_does_anything_with_a_private_annotation(self):
        for (role, visibility, _, _), may in TABLE.items():
            if visibility == "private" and role != Role.AUTHOR:
                self.assertEqual(may, Answer.ABSENT)

    def test_nobody_flags_what_is_their_own(self):
        roles = {Role.USER, Role.AUTHOR, Role.EDITOR}
        self.assertEqual(answer(roles, "public", "visible", Act.FLAG), Answer.FORBIDDEN)

    def test_whoever_is_not_signed_in_is_asked_to_where_it_would_help(self):
        self.assertEqual(answer({Role.ANONYMOUS}, "public", "visible", Act.REPLY), Answer.SIGN_IN)
        self.assertEqual(answer({Role.ANONYMOUS}, "group", "visible", Act.REPLY), Answer.ABSENT)


class VisibleTests(World):
    def test_leaving_a_group_ends_reading_at_once_even_of_what_one_wrote(self):
        author = self.people[Role.AUTHOR]
        author.memberships.all().delete()
        seen = Annotation.objects.visible_to(author)
        self.assertFalse(seen.filter(visibility="group").exists())
        self.assertTrue(seen.filter(visibility="private").exists())

    def test_a_draft_hides_its_annotations_from_all_but_editors(self):
        self.document.status = "draft"
        self.document.save()
        self.assertFalse(Annotation.objects.visible_to(self.people[Role.AUTHOR]).exists())
        self.assertTrue(Annotation.objects.visible_to(self.people[Role.EDITOR]).exists())

    def test_what_stands_below_something_withheld_is_seen_by_who_withheld_it(self):
        bob = make_user("bob")
        reply = make_annotation(bob, parent=self.rows["public", "hidden"], state="visible",
                                is_below_withheld=True)  # fmt: skip
        seen_by = {
            role for role, user in self.people.items()
            if Annotation.objects.visible_to(user).filter(pk=reply.pk).exists()
        }  # fmt: skip
        self.assertEqual(seen_by, {Role.EDITOR, Role.ADMINISTRATOR})
        self.assertTrue(Annotation.objects.visible_to(bob).filter(pk=reply.pk).exists())

    def test_a_blank_is_listed_while_something_below_it_is_seen(self):
        blank = self.rows["public", "blanked"]
        Annotation.objects.filter(pk=blank.pk).update(state_before="visible")
        self.assertNotIn(blank, Annotation.objects.shown_to(None))
        private = make_annotation(parent=blank, visibility="private")
        self.assertNotIn(blank, Annotation.objects.shown_to(None))
        self.assertIn(blank, Annotation.objects.shown_to(private.creator))
        make_annotation(parent=blank)
        self.assertIn(blank, Annotation.objects.shown_to(None))
