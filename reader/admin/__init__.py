"""The admin: every record can be found and corrected, and no save overwrites another unseen."""

from reader.admin import (
    accounts,
    actors,
    documents,
    events,
    journal,
    links,
    lost,
    pages,
    reports,
    site,
    sources,
    topics,
)

__all__ = [
    "accounts",
    "actors",
    "documents",
    "events",
    "journal",
    "links",
    "lost",
    "pages",
    "reports",
    "site",
    "sources",
    "topics",
]
