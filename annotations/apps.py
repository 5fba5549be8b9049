"""Wiring of the readers' part."""

from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    name = "annotations"
    verbose_name = "Readers’ annotations"

    def ready(self):
        from annotations import receivers, waiting
        from annotations.actions import notices
        from annotations.signals import what_happened
        from reader.actions import queues
        from reader.signals import records_merged, revision_applied, revision_planned

        revision_planned.connect(receivers.tell_forecast, dispatch_uid="annotations")
        revision_applied.connect(receivers.follow_revision, dispatch_uid="annotations")
        what_happened.connect(notices.hear, dispatch_uid="notices")
        revision_applied.connect(notices.hear_revision, dispatch_uid="notices")
        records_merged.connect(notices.hear_merge, dispatch_uid="notices")
        queues.register(waiting.readers)
