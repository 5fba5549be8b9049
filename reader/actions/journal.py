"""Entries in the journal of editorial acts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from reader.models import Document, EditorialAct, User

LONGEST_WORDS = 1000


def record_act(
    user: User | None,
    verb: str,
    record: Model | None = None,
    *,
    document: Document | None = None,
    words: str = "",
    data: Mapping[str, Any] | None = None,
) -> EditorialAct:
    """Enter what user did to a record. Call it inside the transaction that does it.

    `words` say it in one line (line ends become blanks, so that no entry can pass for two);
    without words the record names itself.
    """
    said = " ".join((words or (str(record) if record is not None else "")).split())
    if document is None and isinstance(record, Document):
        document = record
    return EditorialAct.objects.create(
        user=user,
        verb=verb,
        kind=record._meta.model_name or "" if record is not None else "",
        record=str(record.pk) if record is not None else "",
        document=document,
        words=said[:LONGEST_WORDS],
        data=dict(data or {}),
    )
