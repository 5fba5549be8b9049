"""Columns for the values of the ground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from reader.text.dates import PartialDate

if TYPE_CHECKING:
    # At run time a field takes no type arguments.
    _TextField = models.CharField[PartialDate | str, PartialDate]
else:
    _TextField = models.CharField


class PartialDateField(_TextField):
    """A partial date, kept as EDTF text; Python sees a PartialDate.

    Inferred parts are not in this column: what a rule supplied stands in columns of its own.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("default", PartialDate)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate:
        return PartialDate() if not value else PartialDate.from_edtf(value)

    def to_python(self, value: PartialDate | str | None) -> PartialDate:
        if isinstance(value, PartialDate):
            return value
        if not value:
            return PartialDate()
        try:
            return PartialDate.from_edtf(value.strip())
        except ValueError:
            raise ValidationError(
                "Write the date as 2021-02-03, 2021-02, 2021 or, without year, XXXX-12-26."
            ) from None

    def get_prep_value(self, value: PartialDate | str | None) -> str | None:
        return value if value is None else self.to_python(value).edtf

    def value_to_string(self, obj: models.Model) -> str:
        return self.value_from_object(obj).edtf

    def clean(
        self, value: PartialDate | str | None, model_instance: models.Model | None
    ) -> PartialDate:
        date = self.to_python(value)
        self.validate(date.edtf, model_instance)
        self.run_validators(date.edtf)
        return date
