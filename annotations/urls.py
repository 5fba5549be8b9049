"""Addresses of the readers' part (design.md §5)."""

from django.urls import path

from annotations.views import (
    account,
    deeds,
    documents,
    door,
    feeds,
    group_keeping,
    groups,
    me,
    mine,
    notebook,
    notices,
    offering,
    one,
    own_data,
    pages,
    tokens,
)

app_name = "annotations"

urlpatterns = [
    # Annotations
    path("annotations/", door.container, name="annotations"),
    path("annotations/context.jsonld", door.context, name="context"),
    path("annotations/offers/", offering.offers, name="offers"),
    path("annotations/<uuid:public_id>/", one.annotation, name="annotation"),
    *(
        path(f"annotations/<uuid:public_id>/{name}/", view, name=name)
        for name, view in deeds.DEEDS.items()
    ),
    path("annotations/<uuid:public_id>/mine/", mine.mine, name="mine"),
    path("annotations/<uuid:public_id>/reply/", pages.reply, name="reply"),
    path("annotations/<uuid:public_id>/edit/", pages.edit, name="edit"),
    path("annotations/<uuid:public_id>/move/", pages.place, name="find_place"),
    path("annotations/<uuid:public_id>/group/", groups.move, name="move"),
    path("documents/<slug:slug>/annotations/new/", pages.new, name="new"),
    path(
        "documents/<slug:slug>/annotations/",
        documents.document_annotations,
        name="document_annotations",
    ),
    path(
        "documents/<slug:slug>/annotations/export/",
        feeds.annotations_export,
        name="annotations_export",
    ),
    # Groups
    path("groups/", groups.group_list, name="groups"),
    path("groups/join/<str:secret>/", groups.invitation, name="invitation"),
    path("groups/<slug:slug>/", groups.group_page, name="group"),
    path("groups/<slug:slug>/people/", group_keeping.group_people, name="group_people"),
    path("groups/<slug:slug>/settings/", group_keeping.group_settings, name="group_settings"),
    path("groups/<slug:slug>/moderation/", group_keeping.group_queue, name="group_queue"),
    path("groups/<slug:slug>/do/", groups.group_deed, name="group_deed"),
    path("groups/<slug:slug>/feed/", groups.group_feed, name="group_feed"),
    path("groups/<slug:slug>/export/", groups.group_export, name="group_export"),
    # Feeds
    path("feeds/documents.atom", feeds.documents_feed, name="documents_feed"),
    path("feeds/documents/<slug:slug>.atom", feeds.annotations_feed, name="annotations_feed"),
    # Who one is
    path("me/", me.me, name="me"),
    path("me/annotations/", notebook.notebook_page, name="notebook"),
    path("me/annotations/export/", notebook.notebook_export, name="notebook_export"),
    path("me/notices/", notices.notice_list, name="notices"),
    path("me/notices/seen/", notices.notices_seen, name="notices_seen"),
    path("me/notices/mail/", notices.mail_choice, name="mail_choice"),
    path("me/follows/", notices.follow_list, name="follows"),
    path("me/follows/<slug:kind>/<str:slug>/", notices.follow_thing, name="follow"),
    path("me/blocks/", notices.block_list, name="blocks"),
    path("me/digest/off/<str:token>/", notices.digest_off, name="digest_off"),
    # One's account
    path("accounts/", account.account, name="account"),
    path("accounts/tokens/", tokens.token_list, name="tokens"),
    path("accounts/tokens/<int:pk>/revoke/", tokens.revoke, name="token_revoke"),
    path("accounts/data/", own_data.export, name="own_data"),
    path("accounts/close/", own_data.close, name="close"),
    # People
    path("people/<str:name>/", account.person, name="person"),
]
