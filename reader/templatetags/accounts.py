"""Which ways in there are."""

from django import template
from django.conf import settings
from django.urls import reverse

register = template.Library()


@register.simple_tag
def account_ways() -> dict[str, str | bool]:
    """Return the ways in: whether one may sign up, the provider's name and address, or ""."""
    provider = settings.OIDC_NAME
    url = reverse("openid_connect_login", args=["sso"]) if provider else ""
    return {"sign_up": settings.SIGN_UP_IS_OPEN, "provider": provider, "provider_url": url}
