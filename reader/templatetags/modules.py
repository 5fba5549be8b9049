"""The import map in a page's head."""

from django import template
from django.conf import settings
from django.utils.html import format_html

from reader.text.render import Html

register = template.Library()


@register.simple_tag
def module_map() -> str:
    """Print the import map, byte for byte as the policy's hash has it."""
    return format_html('<script type="importmap">{}</script>', Html(settings.IMPORT_MAP))
