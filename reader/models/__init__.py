"""The rows. Import models from here, never from the files beside it."""

from reader.models.accounts import NEUTRAL_NAME, RetiredName, User
from reader.models.actors import Actor, Evidence, Identifier, Mention, Name, Relation
from reader.models.addresses import Redirect
from reader.models.decisions import Decided, State, Versioned
from reader.models.documents import (
    Abbreviation,
    Block,
    Document,
    Footnote,
    FootnoteReference,
    Revision,
    may_read_drafts,
    new_key,
)
from reader.models.drafts import Draft
from reader.models.events import Event
from reader.models.fields import PartialDateField
from reader.models.journal import EditorialAct
from reader.models.links import LinkCheck
from reader.models.listings import ListedIdentifier, NotThisOne
from reader.models.lost import FormerBlock, LostSpan
from reader.models.merges import FormerKey, Merge, Mergeable, NotTheSame
from reader.models.pages import ShownFact, StoredPage
from reader.models.presence import Presence
from reader.models.previews import PreviewComment, PreviewLink
from reader.models.reports import Report
from reader.models.sources import Citation, Source
from reader.models.topics import Topic, TopicLabel
from reader.models.trash import Trashed

__all__ = [
    "NEUTRAL_NAME",
    "Abbreviation",
    "Actor",
    "Block",
    "Citation",
    "Decided",
    "Document",
    "Draft",
    "EditorialAct",
    "Event",
    "Evidence",
    "Footnote",
    "FootnoteReference",
    "FormerBlock",
    "FormerKey",
    "Identifier",
    "LinkCheck",
    "ListedIdentifier",
    "LostSpan",
    "Mention",
    "Merge",
    "Mergeable",
    "Name",
    "NotTheSame",
    "NotThisOne",
    "PartialDateField",
    "Presence",
    "PreviewComment",
    "PreviewLink",
    "Redirect",
    "Relation",
    "Report",
    "RetiredName",
    "Revision",
    "ShownFact",
    "Source",
    "State",
    "StoredPage",
    "Topic",
    "TopicLabel",
    "Trashed",
    "User",
    "Versioned",
    "may_read_drafts",
    "new_key",
]
