"""Drafts: the next text of a document, saved beside the one that readers see."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from reader.actions.journal import record_act
from reader.actions.records import Stale
from reader.models import Document, Draft, User


@transaction.atomic
def save_draft(
    document: Document,
    manuscript: str,
    *,
    version: int,
    user: User | None,
    base: int | None = None,
) -> Draft:
    """Keep manuscript as the draft of a document, if its draft still has this version.

    Version 0 means that there was none when the editor was opened. `base` is the number of the
    revision that the text began from; without it a new draft begins from the latest. Raises Stale
    with the draft that stands there, or None when someone has discarded it meanwhile.
    """
    if version == 0:
        if base is None:
            base = document.revisions.aggregate(last=Max("number"))["last"] or 0
        draft = Draft(document=document, manuscript=manuscript, base=base, author=user)
        try:
            with transaction.atomic():
                draft.save(force_insert=True)
        except IntegrityError:
            raise Stale(draft, Draft.objects.filter(document=document).first()) from None
        record_act(user, "began a draft of", document)
        return draft
    rows = Draft.objects.filter(document=document)
    values: dict[str, Any] = {
        "manuscript": manuscript,
        "author": user,
        "updated_at": timezone.now(),
    }
    if base is not None:
        values["base"] = base
    if not rows.filter(version=version).update(**values, version=version + 1):
        mine = Draft(document=document, manuscript=manuscript, author=user, version=version)
        raise Stale(mine, rows.first())
    return rows.get()


@transaction.atomic
def discard_draft(draft: Draft, *, version: int, user: User | None) -> None:
    """Throw a draft away, if it still has this version; what readers see stays as it is.

    Its text is kept in the journal. Raises Stale when someone has saved or discarded it since.
    """
    rows = Draft.objects.filter(pk=draft.pk)
    if not rows.filter(version=version).update(version=version + 1):
        raise Stale(draft, rows.first())
    text = rows.get().manuscript
    rows.delete()
    record_act(
        user,
        "discarded the draft of",
        draft.document,
        data={"manuscript": text, "base": draft.base},
    )
