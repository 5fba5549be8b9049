"""What people fill in about themselves."""

from __future__ import annotations

import hashlib

from django import forms
from django.conf import settings

from annotations.formats.refusal import Refusal
from annotations.formats.web_annotation import Incoming
from annotations.models import AccessToken, Group
from reader.models import User
from reader.text.user_names import one_line


class ProfileForm(forms.ModelForm):
    """The display name and the words about oneself, with the version they were read in."""

    version = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = User
        fields = ["display_name", "about"]
        widgets = {"about": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.current = version_of(self.instance)
        self.there = (self.instance.display_name, self.instance.about)
        self.initial["version"] = self.current

    @property
    def is_stale(self) -> bool:
        """Tell whether the profile has changed since the form was read."""
        return self.is_bound and self.data.get("version") != self.current

    def clean_display_name(self):
        return one_line(self.cleaned_data["display_name"])


def version_of(user: User) -> str:
    """Return what stands for the present state of a profile."""
    return hashlib.sha256(f"{user.display_name}\0{user.about}".encode()).hexdigest()[:16]


class TokenForm(forms.Form):
    """What a new key is for, what it opens and how long."""

    DAYS = [("30", "30 days"), ("90", "90 days"), ("365", "a year"), ("0", "until I revoke it")]

    name = forms.CharField(max_length=80)
    scope = forms.ChoiceField(choices=AccessToken.Scope.choices, initial="read")
    days = forms.ChoiceField(choices=DAYS, initial="90")

    def clean_name(self):
        name = one_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError("Say what the key is for.")
        return name

    def clean_days(self):
        return int(self.cleaned_data["days"]) or None


class CloseForm(forms.Form):
    """The password once more; one's name where there is no password."""

    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), max_length=4096
    )

    def __init__(self, *args, user: User, check, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.check = user, check
        if not user.has_usable_password():
            self.fields["password"].widget = forms.TextInput(attrs={"autocomplete": "off"})

    def clean_password(self):
        given = self.cleaned_data["password"]
        if self.user.has_usable_password():
            is_right = self.check(self.user, given)
        else:
            is_right = given == self.user.username
        if not is_right:
            raise forms.ValidationError("That is not right.")
        return given


class AnnotationForm(forms.Form):
    """What a plain page sends of an annotation; `row` is the one that is edited."""

    KINDS = [("note", "annotation"), ("question", "question"), ("suggestion", "suggestion")]
    MOTIVATIONS = {
        "note": "commenting",
        "page_note": "commenting",
        "question": "questioning",
        "highlight": "highlighting",
        "suggestion": "editing",
        "reply": "replying",
    }

    kind = forms.ChoiceField(choices=KINDS, required=False, initial="note")
    body = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "aria-describedby": "markdown"}),
    )
    replacement = forms.CharField(
        required=False, strip=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    tags = forms.CharField(required=False)
    audience = forms.ChoiceField(initial="private")
    key = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, view, row=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row
        groups = Group.objects.of(view.user).order_by("name").values_list("slug", "name")
        self.fields["audience"].choices = [
            ("private", "only me"),
            *((f"group:{slug}", f"the group {name}") for slug, name in groups),
            ("public", "everyone"),
        ]

    def clean_body(self):
        body = self.cleaned_data["body"].replace("\r\n", "\n")
        if len(body) > settings.LIMIT_ANNOTATION_CHARACTERS:
            most = settings.LIMIT_ANNOTATION_CHARACTERS
            raise forms.ValidationError(f"At most {most} characters.")
        return body

    def clean_tags(self):
        tags = [one_line(tag) for tag in self.cleaned_data["tags"].split(",")]
        tags = list(dict.fromkeys(tag for tag in tags if tag))
        longest = settings.LIMIT_TAG_CHARACTERS
        if len(tags) > settings.LIMIT_TAGS or any(len(tag) > longest for tag in tags):
            raise forms.ValidationError(
                f"At most {settings.LIMIT_TAGS} tags of {longest} characters."
            )
        return tags

    def incoming(self, *, document="", parent="", targets=()):
        """Return what was typed as an annotation on this document, or below this parent."""
        given = self.cleaned_data
        audience, _, group = given["audience"].partition(":")
        kind = self._kind(parent, targets)
        if kind == "suggestion" and self.row is None and len(targets) != 1:
            raise Refusal(422, "A suggestion replaces one passage: choose it.", "target")
        if kind in ("page_note", "reply") and not (given["body"].strip() or given["tags"]):
            raise Refusal(400, "Write something.", "body")
        actors = self.row.actors.values_list("slug", flat=True) if self.row else ()
        return Incoming(
            kind=kind,
            motivation=self.MOTIVATIONS[kind],
            body=given["body"] if given["body"].strip() else "",
            body_format=self.row.body_format if self.row and self.row.body else "text/markdown",
            language=self.row.language if self.row else "",
            tags=tuple(given["tags"]),
            actors=tuple(actors),
            replacement=given["replacement"] if kind == "suggestion" else None,
            document=document,
            parent=parent,
            targets=tuple(targets),
            visibility=audience,
            group=group or None,
        )

    def digest(self):
        """Return what stands for all that was sent, for the key that came with it."""
        sent = sorted(
            (name, values) for name, values in self.data.lists() if name != "csrfmiddlewaretoken"
        )
        return hashlib.sha256(repr(sent).encode(errors="replace")).hexdigest()

    def _kind(self, parent, targets):
        chosen = self.cleaned_data["kind"] or "note"
        if parent:
            return "reply"
        if self.row is not None and self.row.kind in ("page_note", "suggestion"):
            return self.row.kind
        if chosen == "suggestion":
            return "suggestion" if self.row is None else "note"
        if not targets and self.row is None:
            return "page_note"
        is_empty = not (self.cleaned_data["body"].strip() or self.cleaned_data["tags"])
        return "highlight" if is_empty and chosen == "note" else chosen
