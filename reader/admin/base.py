"""What every page of the admin does: find records, and save none over another's save."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, Q, QuerySet
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import smart_split, unescape_string_literal
from simple_history.admin import SimpleHistoryAdmin

from reader.actions.records import Stale, add_record, decide, save_record
from reader.actions.trash import delete_record
from reader.admin.forms import (
    FIELDS,
    Conflict,
    Difference,
    ListedForm,
    Opened,
    RecordForm,
    RecordFormSet,
    give_back_deleted_rows,
    in_plain_words,
)
from reader.admin.lists import numbered
from reader.models import State
from reader.text.folding import search_fold

# A form that lost the race is read again, once against the winner's row; more only if there are
# more winners.
TRIES = 5
SEARCHED_WORDS = 10
ROWS_ON_A_PAGE = 50


class Gone(Exception):
    """The record that a posted form is about has been deleted."""


class FoundByName:
    """Search in which case, accents and typography are ignored in every folded column."""

    def get_search_results(self, request, queryset, search_term):
        """Return the rows in which every word of search_term is found, and if rows may repeat."""
        fields = self.get_search_fields(request)
        may_repeat = any("__" in field for field in fields)
        for word in list(smart_split(search_term))[:SEARCHED_WORDS]:
            if word[0] in "\"'" and word[0] == word[-1] and len(word) > 1:
                word = unescape_string_literal(word)
            anywhere = Q(pk__in=[])
            for field in fields:
                folded = search_fold(word) if field.endswith("folded") else word
                if folded:
                    anywhere |= Q(**{f"{field}__icontains": folded})
            queryset = queryset.filter(anywhere)
        return queryset, may_repeat and bool(search_term)


class ReadOnlyAdmin(FoundByName, admin.ModelAdmin):
    """Records to be found and read: what changes them is an action, not a form."""

    list_per_page = ROWS_ON_A_PAGE
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class RecordInline(admin.TabularInline):
    """Rows of a record, each of which carries the version it started from."""

    form = RecordForm
    formset = RecordFormSet
    formfield_overrides = FIELDS
    extra = 0
    view_on_site = False

    def get_fieldsets(self, request, obj=None):
        return _with_opened(self, request, obj, super().get_fieldsets(request, obj))


class RecordAdmin(FoundByName, admin.ModelAdmin):
    """Records that editors correct. A stale save is refused, with both texts shown."""

    form = RecordForm
    formfield_overrides = FIELDS
    list_per_page = ROWS_ON_A_PAGE
    show_full_result_count = False
    actions = ["delete_selected"]
    change_form_template = "admin/record_form.html"
    delete_confirmation_template = "admin/record_delete.html"
    delete_selected_confirmation_template = "admin/record_delete_selected.html"

    class Media:
        js = ["reader/admin/labels.js"]

    # What the forms carry -----------------------------------------------------------------------
    def get_fieldsets(self, request, obj=None):
        return _with_opened(self, request, obj, super().get_fieldsets(request, obj))

    def action_checkbox(self, obj):
        """Return the box that selects a row, with the version in which the row is shown."""
        opened = Opened.of_record(obj, list(self.list_editable))
        return format_html(
            '{}<input type="hidden" name="opened-{}" value="{}">',
            super().action_checkbox(obj),
            obj.pk,
            str(opened),
        )

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, **{"form": ListedForm, **kwargs})

    def get_formset_kwargs(self, request, obj, inline, prefix):
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in given and obj.pk and isinstance(inline, RecordInline):
            key = inline.model._meta.pk.name
            foreign_key = inline.get_formset(request, obj).fk.name
            rows = given["queryset"].filter(**{foreign_key: obj})
            existing = {str(pk) for pk in rows.values_list("pk", flat=True)}
            # Without its management form, the form set says so in its own words.
            with suppress(KeyError, ValueError):
                give_back_deleted_rows(given["data"], prefix, key, existing)
        return given

    # What is saved ------------------------------------------------------------------------------
    def save_model(self, request, obj, form, change):
        links = {
            field.name: form.cleaned_data[field.name]
            for field in obj._meta.many_to_many
            if field.name in form.cleaned_data
        }
        if not change:
            add_record(obj, user=request.user, links=links)
        elif form.has_changed():
            save_record(obj, version=form.was.version, user=request.user, links=links)

    def save_related(self, request, form, formsets, change):
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)

    def save_formset(self, request, form, formset, change):
        formset.save(commit=False)
        for record in formset.deleted_objects:
            delete_record(record, version=formset.version_of(record), user=request.user)
        for record, _ in formset.changed_objects:
            save_record(record, version=formset.version_of(record), user=request.user)
        for record in formset.new_objects:
            add_record(record, user=request.user)

    def delete_model(self, request, obj):
        delete_record(obj, version=posted_version(request, "opened"), user=request.user)

    def delete_queryset(self, request, queryset):
        for record, version in opened_rows(request, queryset):
            delete_record(record, version=version, user=request.user)

    @admin.action(permissions=["delete"], description="Delete selected %(verbose_name_plural)s")
    def delete_selected(self, request, queryset):
        response = delete_selected(self, request, queryset)
        if response is not None:
            names = {f"opened-{pk}" for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)}
            response.context_data["opened"] = [(name, request.POST.get(name)) for name in names]
        return response

    # What happens when someone else was faster --------------------------------------------------
    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found is None and request.method == "POST":
            raise Gone
        return found

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        for _ in range(TRIES - 1):
            try:
                return super().changeform_view(request, object_id, form_url, extra_context)
            except (Stale, IntegrityError):
                continue  # asked again, the form sees the row that won, and says so
            except Gone:
                return self._gone(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        is_stale = self._add_conflicts(context, obj)
        response = super().render_change_form(request, context, add, change, form_url, obj)
        response.status_code = 409 if is_stale else response.status_code
        return response

    def changelist_view(self, request, extra_context=None):
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        try:
            with transaction.atomic():
                return super().changelist_view(request, extra_context)
        except Stale as stale:
            if "_save" in request.POST:
                return self._refuse(request, self._list_conflicts(request))
            opened = Opened.read(request.POST.get(f"opened-{stale.record.pk}")) or Opened(0)
            return self._refuse(request, [self._conflict(stale, opened, "")])

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except Stale as stale:
            opened = Opened.read(request.POST.get("opened")) or Opened(0)
            return self._refuse(request, [self._conflict(stale, opened, "to be deleted")])
        except Gone:
            name = self.opts.verbose_name
            self.message_user(request, f"The {name} was deleted already.", messages.WARNING)
            return HttpResponseRedirect(reverse(f"admin:reader_{self.opts.model_name}_changelist"))

    def render_delete_form(self, request, context):
        fields = [f.name for f in self.opts.concrete_fields if f.editable and not f.primary_key]
        context["opened"] = str(Opened.of_record(context["object"], fields))
        return super().render_delete_form(request, context)

    def _add_conflicts(self, context: dict, record: Model | None) -> bool:
        """Add the conflicts of a page's forms to its context; tell whether one of them is stale."""
        forms = [context["adminform"].form]
        for inline in context.get("inline_admin_formsets", ()):
            forms += inline.formset.forms
        forms = [form for form in forms if isinstance(form, RecordForm)]
        context["conflicts"] = [form.conflict for form in forms if form.conflict]
        if context["conflicts"]:
            context["last_save"] = last_save_of(record)
        return any(form.conflict or form.has_error(NON_FIELD_ERRORS, "stale") for form in forms)

    def _conflict(self, stale: Stale, opened: Opened, mine: str) -> Conflict:
        """Return what someone else changed in a record that this request only names."""
        if stale.theirs is None:
            return Conflict(stale.record, [], "deleted by someone else")
        now = Opened.of_record(stale.theirs, list(opened.values))
        differences = [
            Difference(self.opts.get_field(name).verbose_name, _said(base), _said(theirs), mine)
            for name, theirs in now.values.items()
            if (base := opened.values[name]) != theirs
        ]
        return Conflict(stale.theirs, differences, last_save_of(stale.theirs))

    def _list_conflicts(self, request) -> list[Conflict]:
        """Return every row of an edited list that this editor changed, with what stands there."""
        form_set = self.get_changelist_formset(request)
        prefix = form_set.get_default_prefix()
        rows = self._get_list_editable_queryset(request, prefix)
        forms = form_set(request.POST, queryset=rows).initial_forms
        return [
            Conflict(form.instance, form.differences(), last_save_of(form.instance))
            for form in forms
            if form.has_changed()
        ]

    def _refuse(self, request, conflicts: list[Conflict]) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Someone else was faster",
            "opts": self.opts,
            "conflicts": conflicts,
        }
        return TemplateResponse(request, "admin/conflict.html", context, status=409)

    def _gone(self, request) -> TemplateResponse:
        unseen = ("csrfmiddlewaretoken", "_FORMS", "opened")
        typed = [
            (name.replace("-", " ").replace("_", " "), " ".join(values))
            for name, values in request.POST.lists()
            if any(values) and not name.startswith("_") and not name.endswith(unseen)
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": f"This {self.opts.verbose_name} has been deleted",
            "opts": self.opts,
            "typed": typed,
        }
        return TemplateResponse(request, "admin/conflict.html", context, status=409)


class HistoryAdmin(RecordAdmin, SimpleHistoryAdmin):
    """Records whose every earlier state is kept, shown and can be brought back."""

    object_history_list_template = "admin/record_history.html"
    object_history_form_template = "admin/record_history_form.html"

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        try:
            with transaction.atomic():
                return super().history_form_view(request, object_id, version_id, extra_context)
        except Stale as stale:
            return self._refuse(request, [self._conflict(stale, Opened(0), "")])

    def render_history_view(self, request, template, context, **kwargs):
        is_stale = "adminform" in context and self._add_conflicts(context, context["original"])
        response = super().render_history_view(request, template, context, **kwargs)
        response.status_code = 409 if is_stale else response.status_code
        return response


class DecidedAdmin(RecordAdmin):
    """Records that are proposed, accepted or rejected, one by one or as selected in a list."""

    actions = ["accept", "reject"]
    signature = ["method", "confidence", "reviewer", "reviewed_at"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *self.signature]

    @admin.action(permissions=["change"], description="Accept selected %(verbose_name_plural)s")
    def accept(self, request, queryset):
        self._decide(request, queryset, State.ACCEPTED)

    @admin.action(permissions=["change"], description="Reject selected %(verbose_name_plural)s")
    def reject(self, request, queryset):
        self._decide(request, queryset, State.REJECTED)

    def _decide(self, request, queryset, state: State) -> None:
        rows = list(opened_rows(request, queryset))
        try:
            with transaction.atomic():
                number = decide(rows, state=state, user=request.user)
                for record, _ in rows:
                    self.log_change(request, record, f"{state.label.capitalize()} in the list.")
        except ValidationError as error:
            reasons = [in_plain_words(message, self.model) for message in error.messages]
            words = " ".join(["Nothing was changed.", *reasons])
            self.message_user(request, words, messages.ERROR)
            return
        words = f"{numbered(number, self.model)} {state.label}."
        self.message_user(request, words, messages.SUCCESS)


def opened_rows(request, queryset: QuerySet) -> list[tuple[Model, int]]:
    """Return the selected rows of a list, each with the version in which the list showed it.

    Raises Stale for a row that was selected and is gone.
    """
    rows = [(record, posted_version(request, f"opened-{record.pk}")) for record in queryset]
    wanted = {key for key in request.POST.getlist(ACTION_CHECKBOX_NAME) if key.isdecimal()}
    for key in wanted - {str(record.pk) for record, _ in rows}:
        raise Stale(queryset.model(pk=int(key)), None)
    return rows


def posted_version(request, name: str) -> int:
    """Return the version that a posted form started from; 0, which no row has, if not told."""
    opened = Opened.read(request.POST.get(name))
    return opened.version if opened else 0


def last_save_of(record: Model) -> str:
    """Return who saved the record last in the admin, and when, as a sentence; or nothing."""
    entry = (
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(record), object_id=record.pk
        )
        .select_related("user")
        .first()
    )
    return f"Saved by {entry.user} on {entry.action_time:%d %B %Y, %H:%M}." if entry else ""


def _with_opened(model_admin, request, obj, fieldsets):
    """Return the fieldsets with the hidden field that says what the form started from."""
    if obj is None or not model_admin.has_change_permission(request, obj):
        hidden = [name for name in flatten_fieldsets(fieldsets) if name == "opened"]
        if not hidden:
            return fieldsets
    (title, options), *others = fieldsets
    fields = [name for name in options["fields"] if name != "opened"]
    if obj is not None and model_admin.has_change_permission(request, obj):
        fields.append("opened")
    return [(title, {**options, "fields": fields}), *others]


def _said(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
