"""Addresses of the readers' part (design.md §5)."""

from django.urls import path

from annotations.views import (
    account,
    deeds,
    documents,
    door,
    me,
    notebook,
    notices,
    own_data,
    tokens,
)

app_name = "annotations"

urlpatterns = [
    # Annotations
    path("annotations/", door.container, name="annotations"),
    path("annotations/context.jsonld", door.context, name="context"),
    path("annotations/<uuid:public_id>/", door.annotation, name="annotation"),
    *(
        path(f"annotations/<uuid:public_id>/{name}/", view, name=name)
        for name, view in deeds.DEEDS.items()
    ),
    path(
        "documents/<slug:slug>/annotations/",
        documents.document_annotations,
        name="document_annotations",
    ),
    # Who one is
    path("me/", me.me, name="me"),
    path("me/annotations/", notebook.notebook_page, name="notebook"),
    path("me/annotations/export/", notebook.notebook_export, name="notebook_export"),
    path("me/notices/", notices.notice_list, name="notices"),
    path("me/notices/seen/", notices.notices_seen, name="notices_seen"),
    path("me/notices/mail/", notices.mail_choice, name="mail_choice"),
    path("me/follows/", notices.follow_list, name="follows"),
    path("me/follows/<slug:kind>/<str:slug>/", notices.follow_thing, name="follow"),
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
