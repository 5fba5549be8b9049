"""Forms that know what they started from, so that no save can overwrite another's unseen."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db.models import Model, URLField
from django.utils.functional import cached_property
from simple_history.models import is_historic

from reader.models import PartialDateField, Topic
from reader.text.dates import PartialDate

CHANGED = "Someone else has saved this since you opened it. Nothing was saved yet."
CHANGED_BEFORE_DELETION = "Someone else has saved “%s” since you marked it for deletion."
GONE = "Someone else has deleted this since you opened it. Saving enters it anew."


@dataclass(frozen=True, slots=True)
class Opened:
    """What a form started from: the record's version and what its fields then said."""

    version: int
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return json.dumps({"version": self.version, "values": self.values})

    @classmethod
    def read(cls, text: str | None) -> Opened | None:
        """Return what a form carried, or None for what is missing or no such thing."""
        try:
            said = json.loads(text or "")
            version, values = said["version"], said["values"]
        except (ValueError, TypeError, KeyError):
            return None
        if type(version) is not int or not isinstance(values, dict):
            return None
        return cls(version, values)

    @classmethod
    def of_record(cls, record: Model, names: list[str]) -> Opened:
        """Return what a list or a question about record starts from, with these columns."""
        fields = [record._meta.get_field(name) for name in names]
        return cls(record.version, {f.name: _plain(f.value_from_object(record)) for f in fields})


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a conflict: what it said at first (None if not known), now, and in my form
    (None if I left it alone)."""

    label: str
    base: str | None
    theirs: str
    mine: str | None

    @property
    def is_clash(self) -> bool:
        """Whether both changed it, to different words."""
        return self.mine not in (None, self.theirs) and self.theirs != self.base


@dataclass(frozen=True, slots=True)
class Conflict:
    """A record that two people changed, and where they differ."""

    record: Model
    differences: list[Difference]
    note: str = ""


class PartialDateFormField(forms.CharField):
    """A partial date as editors write it: EDTF."""

    def prepare_value(self, value):
        return value.edtf if isinstance(value, PartialDate) else value

    def to_python(self, value):
        return PartialDateField().to_python(self.prepare_value(value))

    def validate(self, value):
        super().validate(value.edtf)

    def run_validators(self, value):
        super().run_validators(value.edtf)


class LinesField(forms.CharField):
    """A list of texts, one a line; blank lines count for nothing."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 60})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = value if isinstance(value, list) else super().to_python(value).splitlines()
        return [line.strip() for line in lines if line.strip()]


# How columns are asked for where Django's own way does not serve.
FIELDS = {
    PartialDateField: {"form_class": PartialDateFormField, "widget": AdminTextInputWidget},
    URLField: {"assume_scheme": "https"},
}


class TopicsField(forms.ModelMultipleChoiceField):
    """Topics, chosen from those that exist."""

    def __init__(self, model: type[Model]) -> None:
        widget = AutocompleteSelectMultiple(model._meta.get_field("topics"), admin.site)
        super().__init__(Topic.objects.all(), required=False, widget=widget)


class RecordForm(forms.ModelForm):
    """A form of one record that carries what it started from, and finds out who was faster."""

    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflict: Conflict | None = None
        for name, form_field in self.fields.items():
            if isinstance(form_field, forms.SplitDateTimeField):
                # One label stands before the two of them.
                for widget, part in zip(form_field.widget.widgets, ("date", "time"), strict=True):
                    widget.attrs["aria-label"] = f"{form_field.label or name}: {part}"
        if self.instance.pk is not None:
            self.now = self._now()
            self.initial["opened"] = str(self.now)

    def _now(self) -> Opened:
        """Return what the row says. An earlier state of it, shown to be brought back, is no row."""
        if is_historic(self.instance):
            row = type(self.instance)._base_manager.filter(pk=self.instance.pk).first()
            return type(self)(instance=row)._now() if row else Opened(0)
        values = {name: self._plain_initial(name) for name in self.fields if name != "opened"}
        return Opened(self.instance.version, values)

    @cached_property
    def was(self) -> Opened:
        """What the form said when it was opened. Version 0, which no row has, if it is not told."""
        posted = self.data.get(self.add_prefix("opened"))
        in_list = self.data.get(f"opened-{self.instance.pk}")
        return Opened.read(posted) or Opened.read(in_list) or Opened(0)

    @cached_property
    def changed_data(self):
        """The fields that this editor changed, whatever has become of the row meanwhile."""
        if not self.is_bound or self.instance.pk is None:
            return [name for name in super().changed_data if name != "opened"]
        return [name for name in self.fields if name != "opened" and self._was_changed(name)]

    def clean(self):
        cleaned = super().clean()
        gone = self.add_prefix("gone") in self.data
        if gone:
            self.add_error(None, ValidationError(GONE, code="stale"))
        elif self.is_stale and self.has_changed():
            self.add_error(None, ValidationError(CHANGED, code="stale"))
            self.conflict = Conflict(self.instance, self.differences())
            self._start_from_now()
        return cleaned

    @property
    def is_stale(self) -> bool:
        """Whether the row was saved after this form was opened."""
        return self.instance.pk is not None and self.was.version != self.now.version

    def differences(self) -> list[Difference]:
        """Return every field in which the row, or this form, left what stood there at first."""
        found = []
        for name, theirs in self.now.values.items():
            is_known, is_mine = name in self.was.values, name in self.changed_data
            base = self.was.values.get(name)
            if base == theirs and not is_mine:
                continue
            found.append(
                Difference(
                    label=self.fields[name].label or name,
                    base=self._said(name, base) if is_known else None,
                    theirs=self._said(name, theirs),
                    mine=self._said(name, self._posted(name)) if is_mine else None,
                )
            )
        return found

    def _post_clean(self):
        super()._post_clean()
        if self.instance.pk is not None and not self.errors:
            # Django leaves out every constraint that has a field which this form has not.
            try:
                self.instance.validate_constraints()
            except ValidationError as error:
                self.add_error(None, error.messages)
        for errors in self.errors.as_data().values():
            for error in errors:
                error.message = in_plain_words(error.message, self._meta.model)

    def _start_from_now(self) -> None:
        """Make the form, shown again, start from the row as it is; what was typed stays typed."""
        self.data = self.data.copy()
        self.data[self.add_prefix("opened")] = str(self.now)
        for name, value in self.now.values.items():
            if name not in self.changed_data and name in self.was.values:
                self._give(name, value)

    def _give(self, name: str, value: Any) -> None:
        """Put a value into the posted data as the field's widget would have sent it."""
        key, form_field = self.add_prefix(name), self.fields[name]
        if isinstance(form_field, forms.MultiValueField):
            for number, part in enumerate(value or [""] * len(form_field.fields)):
                self.data[f"{key}_{number}"] = part or ""
        elif isinstance(form_field, forms.BooleanField):
            self.data.pop(key, None)
            if value:
                self.data[key] = "on"
        elif isinstance(value, list):
            self.data.setlist(key, [str(part) for part in value])
        else:
            self.data[key] = "" if value is None else str(value)

    def _plain_initial(self, name: str) -> Any:
        form_field = self.fields[name]
        value = self.get_initial_for_field(form_field, name)
        if isinstance(form_field, forms.MultiValueField):
            return _plain(form_field.widget.decompress(value))
        return _plain(form_field.prepare_value(value))

    def _posted(self, name: str) -> Any:
        return self[name].data

    def _was_changed(self, name: str) -> bool:
        form_field, values = self.fields[name], self.was.values
        if name not in values:
            return self[name]._has_changed()
        first = values[name]
        by_hand = (forms.MultiValueField, forms.ModelChoiceField)
        if not isinstance(form_field, by_hand):
            try:
                first = form_field.to_python(first)
            except ValidationError:
                return True
        return form_field.has_changed(first, self._posted(name))

    def _said(self, name: str, value: Any) -> str:
        """Return a value as people read it: the record a key means, the label of a choice."""
        form_field = self.fields[name]
        if isinstance(value, bool) or isinstance(form_field, forms.BooleanField):
            return "yes" if value and value != "False" else "no"
        if isinstance(form_field, forms.ModelChoiceField):
            keys = value if isinstance(value, list) else [value]
            keys = [int(key) for key in keys if str(key).isdecimal()]
            return ", ".join(map(str, form_field.queryset.filter(pk__in=keys)))
        if isinstance(form_field, forms.ChoiceField):
            return str(dict(form_field.choices).get(value, value))
        if isinstance(value, list):
            return " ".join(str(part) for part in value if part)
        return "" if value is None else str(value)


class ListedForm(RecordForm):
    """A row of an edited list. A list has no room for a conflict: the save itself raises it."""

    is_stale = False


class RecordFormSet(forms.BaseInlineFormSet):
    """Rows of an inline, each with the version it started from."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        # The column's head names a field to those who see it; this, to those who listen.
        for name, form_field in form.fields.items():
            form_field.widget.attrs.setdefault("aria-label", form_field.label or name)

    def clean(self):
        super().clean()
        for form in self.forms:
            if self.can_delete and self._should_delete_form(form) and form.is_stale:
                form.conflict = Conflict(form.instance, form.differences(), "to be deleted")
                form._start_from_now()
                raise ValidationError(CHANGED_BEFORE_DELETION % form.instance, code="stale")

    def version_of(self, record: Model) -> int:
        """Return the version of record that this form set was opened with."""
        return next(form.was.version for form in self.initial_forms if form.instance == record)


def give_back_deleted_rows(data, prefix: str, key: str, existing: set[str]) -> None:
    """Rewrite posted inline rows in place: those that someone else has deleted meanwhile.

    A row that this editor changed comes back as a new row, marked, so that what was typed is
    kept; one that was not touched, or was to be deleted, goes. `existing` are the keys of the
    rows that are there.
    """
    started, total = int(data[f"{prefix}-INITIAL_FORMS"]), int(data[f"{prefix}-TOTAL_FORMS"])
    rows = [_row(data, f"{prefix}-{number}-") for number in range(total)]
    kept = [row for row in rows[:started] if row.get(key, [""])[0] in existing]
    if len(kept) == started:
        return
    gone = [row for row in rows[:started] if row not in kept]
    for row in gone:
        row["gone"] = ["1"]
        row.pop(key, None)
    again = [row for row in gone if "DELETE" not in row and _was_typed(row)]
    for name in [name for name in data if name.startswith(f"{prefix}-") and "_FORMS" not in name]:
        del data[name]
    for number, row in enumerate(kept + again + rows[started:]):
        for name, values in row.items():
            data.setlist(f"{prefix}-{number}-{name}", values)
    data[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    data[f"{prefix}-TOTAL_FORMS"] = str(len(kept) + len(again) + total - started)


def in_plain_words(message: str, model: type[Model]) -> str:
    """Return a message that names a broken constraint as the sentence which that name is."""
    for constraint in model._meta.constraints:
        if constraint.name in str(message):
            return f"Not allowed: {constraint.name.replace('_', ' ')}."
    return message


def _row(data, start: str) -> dict[str, list[str]]:
    return {name[len(start) :]: data.getlist(name) for name in data if name.startswith(start)}


def _was_typed(row: dict[str, list[str]]) -> bool:
    was = Opened.read(row.get("opened", [""])[0])
    if was is None:
        return True
    return any(
        row.get(name, [""])[0] != ("" if value is None else str(value))
        for name, value in was.values.items()
        if not isinstance(value, bool)
    )


def _plain(value: Any) -> Any:
    """Return a value as JSON can carry it."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, PartialDate):
        return value.edtf
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return str(value)
