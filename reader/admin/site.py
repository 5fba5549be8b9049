"""The admin as a whole: its name, its front page, and the way in."""

from __future__ import annotations

import allauth.account.admin  # noqa: F401 - registers what is taken off the index below
import taggit.admin  # noqa: F401 - the same
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from taggit.models import Tag

from reader.admin.desk.addresses import desk_urls
from reader.curation.waiting import what_waits

# Who may do any of these has a daily work, and is told when nothing of it waits.
WORK = ("write_document", "curate", "publish_document", "moderate")
# Editors' daily work first; what is read from the manuscript and cannot be changed here, last.
ORDER = [
    "Document",
    "Actor",
    "Name",
    "Mention",
    "Relation",
    "Evidence",
    "Identifier",
    "Source",
    "Citation",
    "LinkCheck",
    "Topic",
    "Revision",
    "Block",
    "Footnote",
    "FootnoteReference",
    "Event",
    "Abbreviation",
    "LostSpan",
    "Report",
    "EditorialAct",
    "StoredPage",
    "User",
]

# Topics are our tags, and addresses of mail are not used yet.
for unused in (Tag, EmailAddress):
    admin.site.unregister(unused)

admin.site.site_header = "Scholium"
admin.site.site_title = "Scholium"
admin.site.index_title = "What there is, and what is to be decided"
admin.site.login = secure_admin_login(admin.site.login)

_index, _app_list, _urls = admin.site.index, admin.site.get_app_list, admin.site.get_urls


def index(request, extra_context=None):
    """Show the front page: what waits for a decision, then every kind of record."""
    works = any(request.user.has_perm(f"reader.{right}") for right in WORK)
    context = {"waits": what_waits(request.user), "works": works, **(extra_context or {})}
    return _index(request, context)


def get_app_list(request, app_label=None):
    """Return the kinds of record in the order in which editors need them."""
    apps = _app_list(request, app_label)
    for app in apps:
        app["models"].sort(key=lambda model: _place(model["object_name"]))
    return sorted(apps, key=lambda app: app["app_label"] != "reader")


def get_urls():
    """Return the addresses of the admin, the desk's before those of the kinds of record."""
    return [*desk_urls(admin.site), *_urls()]


def _place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)


admin.site.index = index
admin.site.get_app_list = get_app_list
admin.site.get_urls = get_urls
