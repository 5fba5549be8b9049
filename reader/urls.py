"""Every address of the site (design.md §5)."""

from django.contrib import admin
from django.urls import include, path

from reader.views import accounts, actors, documents, health, sources, timelines, topics

publication = [
    # Documents
    path("", documents.home, name="home"),
    path("documents/", documents.document_list, name="document_list"),
    path("documents/<slug:slug>/", documents.document_detail, name="document"),
    path("documents/<slug:slug>/timeline/", timelines.document_timeline, name="document_timeline"),
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

urlpatterns = [
    path("", include((publication, "reader"))),
    path("", include("annotations.urls")),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("accounts/login/", accounts.sign_in, name="account_login"),
    path("accounts/logout/", accounts.sign_out, name="account_logout"),
    path("accounts/inactive/", accounts.inactive, name="account_inactive"),
    path("accounts/reauthenticate/", accounts.reauthenticate, name="account_reauthenticate"),
    path("admin/", admin.site.urls),
]

handler500 = "reader.views.errors.server_error"
