"""Wiring of the readers' part."""

from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    name = "annotations"
    verbose_name = "Readers’ annotations"

    def ready(self):
        from annotations import receivers
        from reader.signals import revision_applied, revision_planned

        revision_planned.connect(receivers.tell_forecast, dispatch_uid="annotations")
        revision_applied.connect(receivers.follow_revision, dispatch_uid="annotations")
