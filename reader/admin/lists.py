"""What lists are made of: counts that come with the query, links to other lists, one filter."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Count, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

CHOSEN_TITLE = 60


def count_of(rows: QuerySet, key: str) -> Coalesce:
    """Return an annotation: how many of rows point by this key at the row in hand.

    A subquery for each row shown, answered from an index: a join would multiply the rows, and
    the paginator's count leaves it out.
    """
    counted = rows.filter(**{key: OuterRef("pk")}).order_by().values(key)
    return Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0)


def link_to(record: Model | None, words: str = "") -> str:
    """Return a link to a record's own page in the admin; a dash for none."""
    if record is None:
        return "–"
    address = reverse(f"admin:reader_{record._meta.model_name}_change", args=[record.pk])
    return format_html('<a href="{}">{}</a>', address, words or record)


def numbered(number: int, model: type[Model]) -> str:
    """Return a number of records in words: "1 mention", "2 mentions"."""
    meta = model._meta
    return f"{number} {meta.verbose_name if number == 1 else meta.verbose_name_plural}"


def link_to_list(model: type[Model], words: str, **chosen) -> str:
    """Return a link to the list of model, narrowed to what is chosen."""
    address = reverse(f"admin:reader_{model._meta.model_name}_changelist")
    return format_html('<a href="{}?{}">{}</a>', address, urlencode(chosen), words)


def chosen(model: type[Model], *paths: str) -> type[admin.SimpleListFilter]:
    """Return a filter that a link sets: it shows the one record chosen, and lets go of it.

    With several paths a row is listed if one of them leads to the record. Nothing is shown, and
    nothing asked, while no record is chosen, so the table may be of any size.
    """

    class Chosen(admin.SimpleListFilter):
        title = model._meta.verbose_name
        parameter_name = model._meta.model_name

        def lookups(self, request, model_admin):
            if self.value() is None:
                return []
            if not self.value().isdecimal() or len(self.value()) > 18:
                raise IncorrectLookupParameters
            record = model.objects.filter(pk=self.value()).first()
            return [(self.value(), str(record)[:CHOSEN_TITLE] if record else "deleted")]

        def queryset(self, request, queryset):
            if self.value() is None:
                return queryset
            leads = Q(pk__in=[])
            for path in paths:
                leads |= Q(**{path: self.value()})
            return queryset.filter(leads)

    return Chosen
