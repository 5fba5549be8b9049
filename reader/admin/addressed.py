"""Records with an address of their own: the form changes it, and the old one leads to the new."""

from __future__ import annotations

from django import forms

from reader.actions.addresses import Taken, check_address, kind_of, readdress
from reader.admin.base import RecordAdmin
from reader.admin.forms import RecordForm

HELP = "The last part of its address. The old address leads to the new one for ever."


class AddressedForm(RecordForm):
    """A record whose slug may change, to one that no other record has or had."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].help_text = HELP

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if "slug" in self.changed_data:
            try:
                check_address(kind_of(self.instance), slug, but=self.instance)
            except Taken as taken:
                raise forms.ValidationError(str(taken)) from None
        return slug


class AddressedAdmin(RecordAdmin):
    """A new record gets its address from its name; on its form another can be given to it."""

    form = AddressedForm

    def get_readonly_fields(self, request, obj=None):
        kept = super().get_readonly_fields(request, obj)
        return kept if obj is not None else [*kept, "slug"]

    def save_model(self, request, obj, form, change):
        slug = obj.slug
        if change and "slug" in form.changed_data:
            obj.slug = form.was.values["slug"]
            super().save_model(request, obj, form, change)
            readdress(obj, slug, request.user)
        else:
            super().save_model(request, obj, form, change)
