"""Words in their sentence, as pages show them."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def quotation(quoted) -> str:
    """Print a Quotation with its words marked; nothing around it, not even a line's end."""
    return format_html("{}<b>{}</b>{}", quoted.before, quoted.words, quoted.after)
