"""Columns for the values of the ground."""

from django.core.exceptions import ValidationError
from django.db import models

from reader.text.dates import PartialDate


class PartialDateField(models.CharField):
    """A partial date, kept as EDTF text; Python sees a PartialDate.

    Inferred parts are not in this column: what a rule supplied stands in columns of its own.
    """

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("default", PartialDate)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value, expression, connection):
        return PartialDate() if not value else PartialDate.from_edtf(value)

    def to_python(self, value):
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

    def get_prep_value(self, value):
        return value if value is None else self.to_python(value).edtf

    def value_to_string(self, obj):
        return self.value_from_object(obj).edtf

    def clean(self, value, model_instance):
        value = self.to_python(value)
        self.validate(value.edtf, model_instance)
        self.run_validators(value.edtf)
        return value
