"""Relations as rows, with the sentences that prove them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from reader.bulk.files import Row
from reader.bulk.plans import Refused
from reader.bulk.sources import actors_by_words, read_date, the_actor
from reader.models import Actor, Block, Evidence, Relation, State


class Relations:
    """How relations are told as rows: actors by slug or name, evidence by document and quote."""

    kind = "relation"
    columns = {
        "number": (),
        "subject": (),
        "predicate": (),
        "inverse": (),
        "object": (),
        "date": (),
        "stance": (),
        "state": (),
        "evidence": ("document", "quote"),
    }

    def __init__(self) -> None:
        self.actors: defaultdict[str, list[Actor]] = defaultdict(list)
        self._by_number: dict[str, Relation] = {}
        self._by_words: dict[tuple[int, str, int, str, str], Relation] = {}

    def rows_of(self, records: Iterable[Relation]) -> list[Row]:
        relations = list(records)
        prefetch_related_objects(relations, "subject", "object", "evidence__block__document")
        return [
            {
                "number": str(relation.pk),
                "subject": relation.subject.slug,
                "predicate": relation.predicate,
                "inverse": relation.inverse,
                "object": relation.object.slug,
                "date": relation.date.edtf,
                "stance": relation.stance,
                "state": relation.state,
                "evidence": [evidence_row(proof) for proof in relation.evidence.all()],
            }
            for relation in relations
        ]

    def begin(self, rows: list[Row]) -> None:
        self.actors = actors_by_words()
        for relation in Relation.objects.order_by("pk"):
            self._by_number[str(relation.pk)] = relation
            self._by_words[_identity(relation)] = relation
        for row in rows:
            # Who is meant is told by slug from here on, so that a name is no difference.
            for end in ("subject", "object"):
                called = self.actors.get(row.get(end, ""), [])
                if len(called) == 1:
                    row[end] = called[0].slug

    def find(self, row: Row) -> Relation | None:
        if row.get("number"):
            if row["number"] not in self._by_number:
                raise Refused("No relation has this number; leave it empty for a new one.")
            return self._by_number[row["number"]]
        missing = [name for name in ("subject", "predicate", "object") if not row.get(name)]
        if missing:
            raise Refused(f"It has no {missing[0]}.")
        ends = [the_actor(self.actors, row[end]).pk for end in ("subject", "object")]
        date, stance = read_date(row).edtf, row.get("stance") or Relation.Stance.STATED
        return self._by_words.get((ends[0], row["predicate"], ends[1], date, stance))

    def check(self, row: Row, record: Relation | None) -> None:
        read_date(row)
        if record is None and not row.get("inverse"):
            raise Refused("A new relation has an inverse: how the object has it.")
        subject, end = (
            the_actor(self.actors, row[name]).pk if name in row else getattr(record, f"{name}_id")
            for name in ("subject", "object")
        )
        if subject == end:
            raise Refused("A relation joins two actors.")
        for name in ("predicate", "inverse"):
            if name in row and not 0 < len(row[name]) <= 100:
                raise Refused(f"The {name} has 1 to 100 characters.")
        if row.get("stance", "stated") not in Relation.Stance.values:
            raise Refused(f"The stance must be one of {', '.join(Relation.Stance.values)}.")
        if row.get("state", "accepted") not in State.values:
            raise Refused(f"The state must be one of {', '.join(State.values)}.")
        there = [evidence_row(proof) for proof in record.evidence.all()] if record else []
        for proof in row.get("evidence", []):
            if proof not in there:
                place_of(proof)
        twin = self._by_words.get(_as_it_would_be(row, record, subject, end))
        if twin is not None and twin != record:
            raise Refused(f"Relation {twin.pk} says the same already.")


def evidence_row(proof: Evidence) -> Row:
    """Return a proof as a row of a list; a lost one has no document."""
    document = proof.block.document.slug if proof.block else ""
    return {"document": document, "quote": proof.quote.strip()}


def place_of(proof: Row) -> tuple[Block, int]:
    """Return the one place of a quote in its document. Raises Refused."""
    quote = proof["quote"]
    if not quote:
        raise Refused("Evidence has a document and a quote of it.")
    blocks = Block.objects.filter(document__slug=proof["document"], text__contains=quote)
    found = [block for block in blocks[:3] if quote in block.text]
    number = sum(block.text.count(quote) for block in found)
    if number != 1:
        said = f"“{quote[:60]}” stands {number} times in the document “{proof['document'][:60]}”"
        raise Refused(f"{said}; it must stand there once.")
    return found[0], found[0].text.index(quote)


def _identity(relation: Relation) -> tuple[int, str, int, str, str]:
    date = relation.date.edtf
    return relation.subject_id, relation.predicate, relation.object_id, date, relation.stance


def _as_it_would_be(
    row: Row, record: Relation | None, subject: int, end: int
) -> tuple[int, str, int, str, str]:
    predicate = row.get("predicate", record.predicate if record else "")
    date = read_date(row).edtf if "date" in row or record is None else record.date.edtf
    stance = row.get("stance") or (record.stance if record else Relation.Stance.STATED)
    return subject, predicate, end, date, str(stance)
