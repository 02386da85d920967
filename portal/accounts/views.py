"""The one door into the portal."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache


class SignInView(LoginView):
    """allauth's sign-in, which knows people who may sign in and not yet enter the admin."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Tell a signed-in person without any assignment so; the admin would send them back here for ever."""
        user: Any = request.user
        if user.is_authenticated and not user.has_perm("wagtailadmin.access_admin"):
            return no_access(request)
        return super().dispatch(request, *args, **kwargs)


@never_cache
def no_access(request: HttpRequest) -> HttpResponseBase:
    """Say that the account works and nothing is assigned to it."""
    # What the admin has to say about its locked door is said on this page.
    list(messages.get_messages(request))
    return render(request, "account/no_access.html", status=403)
