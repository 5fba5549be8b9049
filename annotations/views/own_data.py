"""Taking one's data away, and closing the account."""

from __future__ import annotations

import json

from allauth.account.adapter import get_adapter
from allauth.core.ratelimit import consume, respond_429
from django.contrib import messages
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from annotations.actions.accounts import LastAdministrator, close_account
from annotations.exports.own_data import own_data
from annotations.forms import CloseForm
from annotations.views.private import private_page
from reader.accounts import forget_hint
from reader.models import User


@private_page
@require_POST
def export(request):
    """Answer all that the site keeps of whoever asks, as one JSON file."""
    if not consume(request, action="export"):
        return respond_429(request)
    data = own_data(User.objects.get(pk=request.user.pk))
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json")
    name = f"{request.user.username}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@sensitive_post_parameters("password")
@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def close(request):
    """Ask for the password, then close the account for good."""
    user = User.objects.get(pk=request.user.pk)
    form = CloseForm(request.POST or None, user=user, check=get_adapter(request).reauthenticate)
    if request.method == "POST" and form.is_valid():
        try:
            close_account(user)
        except LastAdministrator:
            form.add_error(None, "You are the only administrator: name another one first.")
        else:
            logout(request)
            messages.success(request, "The account is closed, and what was private is erased.")
            response = redirect("account_login")
            forget_hint(response)
            return response
    status = 422 if form.is_bound else 200
    return render(request, "account/close.html", {"form": form}, status=status)
