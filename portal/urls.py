"""Every address of the portal."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from portal import link_dialogs
from portal.accounts import urls as accounts_urls
from portal.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    # Before Wagtail's admin: its own sign-in and password pages never answer.
    path("admin/", include(accounts_urls.shadowed_admin_urlpatterns)),
    path("admin/", include(link_dialogs.shadowed_admin_urlpatterns)),
    path("accounts/", include(accounts_urls.urlpatterns)),
    path("admin/", include(wagtailadmin_urls)),
    # Embedded only: grown-up installations serve pictures from their storage.
    re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    path("huong-dan/", include("workflows.public_urls")),
    path("", include(wagtail_urls)),
]
