"""Every address of the portal."""

from django.http import Http404
from django.urls import include, path, re_path
from django.views.defaults import page_not_found
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from portal import link_dialogs
from portal.accounts import urls as accounts_urls
from portal.health import healthz
from portal.media.views import picture

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    # Before Wagtail's admin: its own sign-in and password pages never answer.
    path("admin/", include(accounts_urls.shadowed_admin_urlpatterns)),
    path("admin/", include(link_dialogs.shadowed_admin_urlpatterns)),
    # Lists of redirects from a file would lead to other hosts; single ones are typed by whoever may.
    re_path(r"^admin/redirects/import/", page_not_found, {"exception": Http404()}),
    path("accounts/", include(accounts_urls.urlpatterns)),
    path("admin/", include(wagtailadmin_urls)),
    path("media/<path:path>", picture),
    path("", include("portal.machine_urls")),
    path("api/", include("portal.api.urls")),
    path("", include("honors.public_ceremonies.urls")),
    path("so-ghi-danh/", include("honors.chain.urls")),
    path("thong-ke/", include("honors.figures.urls")),
    path("", include("honors.register_urls")),
    path("huong-dan/", include("workflows.public_urls")),
    path("tim-kiem/", include("portal.search.urls")),
    path("xac-minh/", include("honors.public_urls")),
    path("yeu-cau/", include("workflows.requests.public_urls")),
    path("", include("portal.contact.urls")),
    path("", include(wagtail_urls)),
]

handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"
