"""Topics that documents and actors share."""

from __future__ import annotations

from django.contrib import admin

from reader.admin.addressed import AddressedAdmin
from reader.admin.lists import count_of, link_to_list
from reader.admin.merge_links import MergeableAdmin
from reader.models import Actor, Document, Topic, TopicLabel


@admin.register(Topic)
class TopicAdmin(MergeableAdmin, AddressedAdmin):
    """Topics. They are given to a document or an actor on its own form."""

    list_display = ["name", "documents", "actors"]
    search_fields = ["name", "slug"]
    fields = ["name", "slug", "description"]
    actions = ["merge_selected", "delete_selected"]

    def get_queryset(self, request):
        labels = TopicLabel.objects.filter(content_type__app_label="reader")
        return (
            super()
            .get_queryset(request)
            .annotate(
                document_count=count_of(labels.filter(content_type__model="document"), "tag"),
                actor_count=count_of(labels.filter(content_type__model="actor"), "tag"),
            )
        )

    def view_on_site(self, topic):
        visible = Topic.objects.visible_to(None).contains(topic)
        return topic.get_absolute_url() if visible else None

    @admin.display(ordering="document_count")
    def documents(self, topic):
        return link_to_list(Document, topic.document_count, topic=topic.pk)

    @admin.display(ordering="actor_count")
    def actors(self, topic):
        return link_to_list(Actor, topic.actor_count, topic=topic.pk)
