"""What people fill in about themselves."""

from __future__ import annotations

import hashlib

from django import forms

from annotations.models import AccessToken
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
