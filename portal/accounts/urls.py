"""Ways in and out: allauth's sign-in alone; Wagtail's own pages are shadowed."""

from allauth.account import views as account_views
from django.urls import path, reverse_lazy
from django.views.generic import RedirectView

urlpatterns = [
    path("login/", account_views.login, name="account_login"),
    path("logout/", account_views.logout, name="account_logout"),
]

_sign_in = RedirectView.as_view(url=reverse_lazy("account_login"), query_string=True)
shadowed_admin_urlpatterns = [
    path("login/", _sign_in),
]
