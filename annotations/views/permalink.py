"""An annotation's own address, for people: its thread, and the way to its place in the text."""

from __future__ import annotations

from django.shortcuts import render


def show_annotation(request, row, view):
    """Show one annotation with its thread."""
    return render(request, "annotations/annotation_detail.html", {"annotation": row})
