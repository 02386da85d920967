"""Ways in and out: allauth's sign-in alone; Wagtail's own pages are shadowed."""

from allauth.account import views as account_views
from django.urls import path, re_path, reverse_lazy
from django.views.generic import RedirectView

from portal.accounts.account_page import own_account
from portal.accounts.views import SignInView

sign_out = account_views.LogoutView.as_view()

urlpatterns = [
    path("login/", SignInView.as_view(), name="account_login"),
    path("logout/", sign_out, name="account_logout"),
    path("inactive/", account_views.account_inactive, name="account_inactive"),
    path("password/change/", account_views.password_change, name="account_change_password"),
]

# Included before Wagtail's own: its sign-in, sign-out and password pages never answer.
shadowed_admin_urlpatterns = [
    path("login/", RedirectView.as_view(url=reverse_lazy("account_login"), query_string=True)),
    path("logout/", sign_out),
    path("account/", own_account),
    re_path(r"^password_reset/", RedirectView.as_view(url=reverse_lazy("account_login"))),
]
