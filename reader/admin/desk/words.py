"""Words of the text that an editor chose: linked, named, cited, forbidden, remarked on."""

from __future__ import annotations

from django.views.decorators.http import require_POST

from reader.actions import assigning
from reader.actions.ledger import Done, Refused
from reader.actions.lost import reattach
from reader.admin.desk.answering import answered, posted_number, require_curator
from reader.admin.desk.curation import document_of, go_on, show
from reader.curation.finding import actor_called, find_actors, find_sources, source_called
from reader.models import Document, Relation
from reader.text.spans import Span

FIELDS = ("quote", "block", "start", "as", "who", "locator", "remark")


class Unclear(Refused):
    """Several records are meant by the words that were typed, or none."""


@require_POST
def words(request, slug):
    """Make something of words of the text; what is unclear is asked, with all that was typed."""
    document = document_of(request, slug)
    require_curator(request)
    said = answered(lambda: _make(request, document))
    if not said.is_fault:
        return go_on(request, document, said, request.POST.get("then", ""))
    typed = {name: request.POST.get(name, "")[:5000] for name in FIELDS}
    typed["relation"] = posted_number(request, "relation")
    typed["fits"] = _fits(typed) if said.words.startswith("Say which") else []
    wanted = request.POST.get("case", "") or request.POST.get("then", "")
    return show(request, document, wanted, said, words=typed)


def _make(request, document: Document) -> Done | str:
    given = request.POST
    about = {"user": request.user, "document": document}
    place = assigning.find_place(
        document,
        given.get("quote", "")[:5000].replace("\r\n", "\n"),
        key=given.get("block", "")[:20].replace("\0", ""),
        start=posted_number(request, "start") if given.get("block") else None,
    )
    use = given.get("as", "")
    if use == "lost":
        return _reattach(request, document, place)
    to = given.get("to") or given.get("who", "")
    if use == "remark":
        act = assigning.remark(place, given.get("remark", ""), **about)
        return f"Remarked on “{place.words[:60]}”: {act.words[:80]}."
    if use == "proof":
        relation = Relation.objects.filter(pk=posted_number(request, "relation")).first()
        if relation is None:
            raise Refused("Choose the relation that these words prove.")
        return assigning.prove(place, relation, **about)
    if use == "citation":
        source = source_called(to)
        if source is None:
            raise Unclear(f"Say which source: “{to}” is not one, or fits several.")
        return assigning.cite_here(
            place, source, given.get("locator", "")[:100].replace("\0", "").strip(), **about
        )
    actor = actor_called(to) if to.strip() else None
    if use == "never" and not to.strip():
        return assigning.never_here(place, None, **about)
    if actor is None:
        raise Unclear(f"Say which actor: “{to}” is nobody’s name, or several actors’.")
    if use == "mention":
        return assigning.mention_here(place, actor, **about)
    if use == "name":
        return assigning.name_here(place, actor, **about)
    if use == "never":
        return assigning.never_here(place, actor, **about)
    raise Refused("Say what the words are.")


def _reattach(request, document: Document, place: assigning.Place) -> Done:
    """Let a lost span stand at these words."""
    lost = document.lost_spans.filter(pk=posted_number(request, "lost")).first()
    if lost is None:
        raise Refused("Choose the lost span that shall stand here.")
    lost.version = posted_number(request, "version") or 0
    return reattach(lost, place.block, Span(place.start, place.end), request.user)


def _fits(typed: dict) -> list:
    """Return what may be meant by a name that was typed."""
    if typed["as"] == "citation":
        return find_sources(typed["who"])
    return find_actors(typed["who"])


ADDRESSES = [("documents/<slug:slug>/words/", words, "curation_words")]
