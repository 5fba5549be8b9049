"""Personal access tokens: made, shown once, listed, revoked."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from annotations.actions.tokens import TooManyTokens, make_token, revoke_token
from annotations.forms import TokenForm
from annotations.models import AccessToken
from annotations.views.private import private_page


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def token_list(request):
    """List one's tokens; a POST makes one and shows its key, this once."""
    form, key, status = TokenForm(request.POST or None), "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _, key = make_token(request.user, **form.cleaned_data)
            except TooManyTokens:
                form.add_error(None, "You have 20 keys in use. Revoke one first.")
            else:
                form, status = TokenForm(), 201
    tokens = AccessToken.objects.filter(user=request.user)[:100]
    context = {"form": form, "key": key, "tokens": tokens}
    return render(request, "account/token_list.html", context, status=status)


@private_page
@require_POST
def revoke(request, pk):
    """Revoke one of one's own tokens."""
    revoke_token(get_object_or_404(AccessToken, pk=pk, user=request.user))
    return redirect("annotations:tokens")
