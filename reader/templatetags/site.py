"""What every page says of the site: its name, its addresses, where one is."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def site_name() -> str:
    """Return the name of the site."""
    return settings.SITE_NAME


@register.simple_tag(takes_context=True)
def canonical(context) -> str:
    """Print the page's lasting address, if the site knows its own."""
    request = context.get("request")
    if request is None or not settings.SITE_URL:
        return ""
    address = settings.SITE_URL + request.path
    return format_html(
        '<link rel="canonical" href="{0}">\n<meta property="og:url" content="{0}">', address
    )


@register.simple_tag(takes_context=True)
def site_link(context, name: str, words: str) -> str:
    """Print a link to a list of the site, marked when it or a page under it is shown."""
    address = reverse(name)
    path = getattr(context.get("request"), "path", "")
    here = "page" if path == address else "true" if path.startswith(address) else ""
    current = format_html(' aria-current="{}"', here) if here else ""
    return format_html('<a href="{}"{}>{}</a>', address, current, words)
