"""Every address of the site (design.md §5)."""

from allauth.account import views as allauth
from django.contrib import admin
from django.urls import include, path, re_path

from reader.views import (
    accounts,
    actors,
    documents,
    health,
    previews,
    reports,
    revisions,
    sources,
    timelines,
    topics,
)

publication = [
    # Documents
    path("", documents.home, name="home"),
    path("documents/", documents.document_list, name="document_list"),
    path("documents/<slug:slug>/", documents.document_detail, name="document"),
    path("documents/<slug:slug>/revisions/", revisions.revision_list, name="revisions"),
    path(
        "documents/<slug:slug>/revisions/<int:number>/", revisions.revision_detail, name="revision"
    ),
    path("documents/<slug:slug>/timeline/", timelines.document_timeline, name="document_timeline"),
    path("documents/<slug:slug>/report/", reports.report, name="report"),
    path("previews/<str:signed>/", previews.preview, name="preview"),
    # Actors
    path("actors/", actors.actor_list, name="actor_list"),
    path("actors/<slug:slug>/", actors.actor_detail, name="actor"),
    path("actors/<slug:slug>/card/", actors.actor_card, name="actor_card"),
    path("actors/<slug:slug>/mentions/", actors.actor_mentions, name="actor_mentions"),
    path("actors/<slug:slug>/timeline/", timelines.actor_timeline, name="actor_timeline"),
    # Sources
    path("sources/", sources.source_list, name="source_list"),
    path("sources/<slug:public_id>/", sources.source_detail, name="source"),
    # Topics
    path("topics/", topics.topic_list, name="topic_list"),
    path("topics/<slug:slug>/", topics.topic_detail, name="topic"),
]

account = [
    # In and out
    path("login/", accounts.sign_in, name="account_login"),
    path("logout/", accounts.sign_out, name="account_logout"),
    path("inactive/", accounts.inactive, name="account_inactive"),
    path("reauthenticate/", accounts.reauthenticate, name="account_reauthenticate"),
    path("signup/", accounts.sign_up, name="account_signup"),
    # Address and password
    path("email/", allauth.email, name="account_email"),
    path("confirm-email/", allauth.email_verification_sent, name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", allauth.confirm_email, name="account_confirm_email"),
    path("password/change/", allauth.password_change, name="account_change_password"),
    path("password/set/", allauth.password_set, name="account_set_password"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path("password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    # Second factor
    path("second-factor/", include("allauth.mfa.urls")),
    # Single sign-on
    path("provider/", include("allauth.socialaccount.urls")),
    path(
        "oidc/<slug:provider_id>/login/", accounts.sign_in_by_provider, name="openid_connect_login"
    ),
    path(
        "oidc/<slug:provider_id>/login/callback/",
        accounts.provider_answers,
        name="openid_connect_callback",
    ),
]

urlpatterns = [
    path("", include((publication, "reader"))),
    path("", include("annotations.urls")),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("accounts/", include(account)),
    path("admin/", admin.site.urls),
]

handler429 = "reader.views.errors.too_many_requests"
handler500 = "reader.views.errors.server_error"
