"""Random registries, and what all tables say: for tests of what must leave them as they were."""

from django.apps import apps
from simple_history.models import HistoricalChanges

from annotations.models import Follow
from reader.actions.steps import columns_of
from reader.models import Citation, Mention, NotTheSame, Topic
from tests.factories import (
    make_actor,
    make_citation,
    make_document,
    make_identifier,
    make_mention,
    make_name,
    make_relation,
    make_source,
    make_topic,
    make_user,
)

STATES = ["proposed", "accepted", "rejected"]
WORDS = ["Blue", "Guard", "Red", "Band", "Salt"]
NAMES = ["Blue Guard", "The Blues", "BG", "Guard", "Old Guard"]
# The ledger, the journal, the histories and the stored pages only ever grow or are made anew.
LEDGERS = {"merge", "editorialact", "storedpage", "shownfact"}


def make_registry(random, *, actors=4, sources=4, topics=3):
    """Make actors, sources and topics that share whatever two of a kind can share."""
    document = make_document(paragraphs=[" ".join(WORDS), " ".join(WORDS)])
    blocks = list(document.blocks.all())
    people = [_actor(random, number) for number in range(actors)]
    works = [_source(random, number, people) for number in range(sources)]
    for number in range(topics):
        things = [thing for thing in [document, *people] if random.random() < 0.5]
        make_topic(f"Topic {number}", of=things, description=random.choice(["", "What it is."]))
    taken = set()
    for block in blocks:
        for word in WORDS:
            for actor in random.sample(people, random.randint(0, 3)):
                _mention(random, actor, block, word, taken)
            if random.random() < 0.6:
                _citation(random, works, block, word)
    for _ in range(random.randint(0, 6)):
        one, other = random.sample(people, 2)
        _relation(random, one, other, blocks)
    for kind, rows in (("actor", people), ("source", works)):
        one, other = sorted(random.sample(rows, 2), key=lambda row: row.pk)
        if random.random() < 0.5:
            NotTheSame.objects.create(kind=kind, first=one.pk, second=other.pk)
    _follow(random, people)
    _lose(random, document, people, works)
    return people, works


def tables():
    """Return every row of every table but the ledgers, by table and key, versions aside."""
    said = {}
    for model in apps.get_models(include_auto_created=True):
        name = model._meta.model_name
        app = model._meta.app_label
        if app not in {"reader", "annotations", "taggit"} or name in LEDGERS:
            continue
        if not issubclass(model, HistoricalChanges):
            rows = [columns_of(row) for row in model._base_manager.all()]
            said[name] = {
                row["id"]: {k: v for k, v in row.items() if k != "version"} for row in rows
            }
    return said


def _follow(random, people):
    """Let readers follow actors and topics, some of them two that may be merged."""
    for _ in range(3):
        reader = make_user()
        for kind, rows in (("actor", people), ("topic", Topic.objects.all())):
            for row in rows:
                if random.random() < 0.5:
                    Follow.objects.create(user=reader, kind=kind, key=row.pk)


def _lose(random, document, people, works):
    """Let words be gone that led to actors and sources."""
    for number in range(4):
        actor, source = random.choice(people), random.choice(works)
        several = sorted(one.pk for one in random.sample(works, 2))
        name = random.choice([None, *actor.names.order_by("pk")])
        for kind, values in (
            ("mention", {"actor_id": actor.pk, "name_id": name and name.pk}),
            ("citation", {"source_id": source.pk, "candidates": several}),
        ):
            document.lost_spans.create(
                kind=kind, row=10**6 + number, quote="gone", block_key="k", values=values
            )


def _actor(random, number):
    actor = make_actor(
        f"Actor {number}", state=random.choice(STATES), description=random.choice(["", "Armed."])
    )
    for text in random.sample(NAMES, random.randint(0, 3)):
        make_name(actor, text, state=random.choice(STATES), kind=random.choice(["full", "weak"]))
    for value in random.sample(["Q1", "Q2"], random.randint(0, 2)):
        make_identifier(actor, value=value)
    return actor


def _source(random, number, people):
    source = make_source(
        f"Bell {number}", publisher_actor=random.choice([None, *people]), title=random.choice("ab")
    )
    source.author_actors.set(random.sample(people, random.randint(0, 2)))
    return source


def _mention(random, actor, block, word, taken):
    state = random.choice(STATES)
    if state == "accepted" and (block.pk, word) in taken:
        state = "proposed"
    if state == "accepted":
        taken.add((block.pk, word))
    name = random.choice([None, *actor.names.all()])
    start = block.text.index(word)
    where = {"block": block, "start": start, "end": start + len(word)}
    if not Mention.objects.filter(actor=actor, **where).exists():
        make_mention(actor, block, word, state=state, name=name)


def _citation(random, works, block, word):
    citation = make_citation(random.choice(works), block, word, state=random.choice(STATES))
    citation.candidates.set(random.sample(works, random.randint(0, 2)))
    if random.random() < 0.3:
        Citation.objects.create(
            block=block,
            start=citation.start,
            end=citation.end,
            source=random.choice(works),
            state="proposed",
        )


def _relation(random, one, other, blocks):
    predicate = random.choice(["ally of", "foe of"])
    if not one.relations_from.filter(predicate=predicate, object=other).exists():
        proof = [(random.choice(blocks), word) for word in random.sample(WORDS, 2)]
        make_relation(one, predicate, other, proof=proof, state=random.choice(STATES))
