"""Taking a merge back: every row as it was, or a refusal that says what stands in the way.

What somebody has changed since the merge stays as they left it: a field that they edited, a row
that they deleted or gave to another record. A merge is not taken back while a later one stands on
it, nor when its place has been taken.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ForeignKey, Model
from django.utils import timezone

from reader.actions import steps as rows
from reader.actions.journal import record_act
from reader.actions.merging import MERGED, facts_of_merge, facts_of_steps
from reader.actions.pages import mark_stale
from reader.actions.records import keep_primary_name
from reader.actions.steps import Step
from reader.models import Actor, Mention, Merge, Name, User
from reader.signals import merge_undone
from reader.text.folding import search_fold


class CannotUnmerge(ValueError):
    """A merge that cannot be taken back. `obstacles` say what stands in the way, one line each."""

    def __init__(self, obstacles: list[str]) -> None:
        super().__init__(" ".join(obstacles))
        self.obstacles = obstacles


def unmerge(merge: Merge, *, user: User | None) -> Merge:
    """Take a merge back, in one transaction; return its entry, whose `left` says what stayed.

    Raises CannotUnmerge, and changes nothing, if the kept record is gone, a later merge stands on
    this one, it was taken back already, or a row cannot have its place again.
    """
    try:
        with transaction.atomic():
            return _unmerge(merge.pk, user)
    except IntegrityError as error:
        raise CannotUnmerge([f"What it changed has been changed since: {error}"]) from error


def _unmerge(pk: int, user: User | None) -> Merge:
    now = timezone.now()
    held = Merge.objects.filter(pk=pk, undone_at=None)
    if not held.update(undone_at=now, undone_by=user):
        raise CannotUnmerge(["This merge has been undone already."])
    merge = Merge.objects.get(pk=pk)
    model = MERGED[merge.kind]
    later = _later_merges(merge)
    if later:
        raise CannotUnmerge([f"First undo the later merge of {other}." for other in later])
    keep = model._base_manager.filter(pk=merge.kept).first()
    if keep is None:
        raise CannotUnmerge([f"{merge.kept_words} has been deleted since, or is in the trash."])
    back = _Back(user)
    for step in reversed(merge.steps):
        back.take(step)
    back.restore()
    gone = model._base_manager.filter(pk=merge.gone).first()
    if gone is None:
        raise CannotUnmerge([f"{merge.gone_words} cannot come back: what it hung on is gone."])
    if isinstance(keep, Actor) and isinstance(gone, Actor):
        back.say(_follow_names(merge, user), "made since under its names went back with it.")
        for actor in Actor.objects.filter(pk__in=(keep.pk, gone.pk)):
            keep_primary_name(actor, user)
    connection.check_constraints(sorted({rows.model_of(s)._meta.db_table for s in merge.steps}))
    merge.left = back.left()
    merge.save(update_fields=["left"])
    data = {"merge": merge.pk, "left": merge.left}
    record_act(user, "unmerged", keep, words=str(merge), data=data)
    merge_undone.send(sender=Merge, merge=merge, kind=merge.kind, kept=merge.kept, gone=merge.gone)
    mark_stale(facts_of_merge(merge.kind, keep, gone) | facts_of_steps(merge.steps))
    return merge


def _later_merges(merge: Merge) -> list[Merge]:
    """Return the later merges, not undone, that touched a row which this one touched."""
    kept = (MERGED[merge.kind]._meta.label_lower, merge.kept)
    mine = rows.touched(merge.steps) - {kept}
    found = []
    for other in Merge.objects.filter(pk__gt=merge.pk, undone_at=None).order_by("-pk"):
        theirs = rows.touched(other.steps) | _referred(other.steps)
        removed = {(s["model"], s["row"]["id"]) for s in other.steps if s["do"] == "remove"}
        # The kept record itself is in the way only when it has gone into another since.
        if kept in removed or mine & (theirs - {kept}):
            found.append(other)
    return found


def _referred(steps: list[Step]) -> set[tuple[str, int]]:
    """Return the rows to which steps let others point."""
    found = set()
    for step in steps:
        if step["do"] == "change":
            for column, target in _targets(rows.model_of(step)).items():
                if step["now"].get(column) is not None:
                    found.add((target._meta.label_lower, step["now"][column]))
    return found


def _targets(model: type[Model]) -> dict[str, type[Model]]:
    """Return the foreign keys of a model: column, and the model it points at."""
    return {
        f.attname: f.related_model for f in model._meta.concrete_fields if isinstance(f, ForeignKey)
    }


class _Back:
    """The way back through the steps of a merge, and what was left alone on it."""

    def __init__(self, user: User | None) -> None:
        self._user = user
        self._removed: list[Step] = []
        self._said: Counter[str] = Counter()

    def say(self, number: int, words: str, model: type[Model] = Mention) -> None:
        if number:
            names = model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural
            self._said[f"{names} {words}"] += number

    def left(self) -> list[str]:
        return [f"{number} {words}" for words, number in self._said.items()]

    def take(self, step: Step) -> None:
        """Take one step back. What was removed waits: its place is free only when all has moved."""
        model = rows.model_of(step)
        if step["do"] == "remove":
            self._removed.append(step)
        elif step["do"] == "add":
            row = model._base_manager.filter(pk=step["row"]["id"]).first()
            if row is not None and _same(rows.columns_of(row), step["row"]):
                rows.erase(model, row.pk)
        else:
            self._change_back(model, step)

    def _change_back(self, model: type[Model], step: Step) -> None:
        columns = list(step["now"])
        there: dict[int, dict[str, Any]] = {}
        for some in rows.in_turn(step["pks"]):
            for row in model._base_manager.filter(pk__in=some).order_by("pk"):
                every = rows.columns_of(row)
                there[row.pk] = {name: every[name] for name in columns}
        same = [pk for pk, said in there.items() if said == step["now"]]
        rows.write(model, same, step["was"], self._user)
        self.say(len(step["pks"]) - len(there), "deleted since stay so.", model)
        self.say(len(there) - len(same), "changed since stay as they are now.", model)

    def restore(self) -> None:
        """Enter again what was removed, each row before those that point at it.

        A row whose own ground is gone (a mention whose block was deleted) would have gone with it.
        """
        obstacles: list[str] = []
        waiting = {(step["model"], step["row"]["id"]): step for step in self._removed}
        while waiting:
            free = [
                key
                for key, step in waiting.items()
                if not _pointed_at(step) & (waiting.keys() - {key})
            ]
            for key in free or list(waiting):
                obstacles += self._restore(waiting.pop(key))
        if obstacles:
            raise CannotUnmerge(obstacles)

    def _restore(self, step: Step) -> list[str]:
        """Enter one row again; return what stands in its way."""
        model = rows.model_of(step)
        row: Any = rows.row_of(model, step["row"])
        if not _has_ground(row):
            self.say(1, "did not come back: what it stood on was deleted since.", model)
            return []
        try:
            row.validate_unique()
            row.validate_constraints()
        except ValidationError as error:
            words = " ".join(error.messages)
            return [f"The {model._meta.verbose_name} “{row}” has no place: {words}"]
        if hasattr(row, "version"):
            row.version += 1
        row.save_base(raw=True, force_insert=True)
        rows.write_history([row], "+", self._user)
        return []


def _pointed_at(step: Step) -> set[tuple[str, int]]:
    """Return the rows that a removed row points at."""
    targets = _targets(rows.model_of(step)).items()
    return {(target._meta.label_lower, step["row"].get(column)) for column, target in targets}


def _has_ground(row: Any) -> bool:
    """Tell whether everything the row must point at is there; empty what it may do without."""
    for field in row._meta.concrete_fields:
        if not isinstance(field, ForeignKey):
            continue
        value = getattr(row, field.attname)
        if value is None or field.related_model._base_manager.filter(pk=value).exists():
            continue
        if not field.null:
            return False
        setattr(row, field.attname, None)
    return True


def _same(now: dict[str, Any], then: dict[str, Any]) -> bool:
    return {**now, "version": 0} == {**then, "version": 0}


def _follow_names(merge: Merge, user: User | None) -> int:
    """Give back the mentions made since the merge whose words are a name that goes back.

    While the two were one, a text could name the one that went only as the kept one. The words
    say which of the two is meant, unless both bear the name: then the mention stays.
    """
    named = Name.objects.filter(actor__in=(merge.kept, merge.gone))
    folded: dict[int, set[str]] = {merge.kept: set(), merge.gone: set()}
    for actor, words in named.values_list("actor_id", "folded"):
        folded[actor].add(words)
    going = folded[merge.gone] - folded[merge.kept]
    elsewhere: set[tuple[str, int]] = set()
    for other in Merge.objects.filter(pk__gt=merge.pk, undone_at=None):
        elsewhere |= rows.touched(other.steps)
    made = Mention.objects.filter(actor=merge.kept, pk__gt=merge.last_mention)
    following = [
        mention.pk
        for mention in made.select_related("block")
        if search_fold(mention.block.text[mention.start : mention.end]) in going
        and ("reader.mention", mention.pk) not in elsewhere
    ]
    rows.write(Mention, following, {"actor_id": merge.gone}, user)
    return len(following)
