"""Wagtail's page screens that answer before they ask, closed to people with no permission on the page.

Bulk actions, the move, moderation and one report name pages to anybody, and a
profile that is not public carries a person's name as its title.  So every
address of the admin that is about a page is closed before its view runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from wagtail.admin.auth import permission_denied
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

if TYPE_CHECKING:
    from django.db.models import QuerySet

# A report of the page last edited of every type, by title, for anybody in the admin.
TYPES_REPORT = frozenset({"page_types_usage", "page_types_usage_results"})
PAGE_ARGUMENTS = ("page_id", "page_to_move_id", "parent_page_id", "destination_id")
# The page chooser, in rich text and page fields.
CHOOSER = "wagtailadmin_choose_page"
_LONGEST_ID = 18


class PageGuardMiddleware:
    """Turn people away from pages that are none of their business; two queries, on page screens alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; the work is done before the view."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> Any:
        """Answer as Wagtail does without permission; None lets the view run."""
        match = request.resolver_match
        if match is None:
            return None
        if "wagtailadmin_pages" in match.namespaces:
            wanted = {kwargs[name] for name in PAGE_ARGUMENTS if name in kwargs}
        elif match.url_name == "wagtail_bulk_action" and kwargs["model_name"].lower() == "page":
            wanted = _pages_of_bulk_action(request)
        elif match.url_name in TYPES_REPORT:
            wanted = {_root_id()}
        elif (match.url_name or "").startswith(CHOOSER):
            wanted = {kwargs[name] for name in PAGE_ARGUMENTS if name in kwargs} | _numbers(request.GET.getlist("id"))
        else:
            return None
        # Asked last: a public page that looks at its visitor varies with the cookie.
        if not request.user.is_authenticated:
            return None
        if wanted and _reached(request.user, wanted, live_too=(match.url_name or "").startswith(CHOOSER)) != len(
            wanted
        ):
            return permission_denied(request)
        return None


def _reached(user: Any, wanted: set[int], *, live_too: bool) -> int:
    """How many of the pages a person may be told about; a chooser may name what everybody reads anyway."""
    reached = pages_within_reach(user).filter(pk__in=wanted)
    if live_too:
        reached = reached | Page.objects.filter(pk__in=wanted, live=True) | Page.objects.filter(pk__in=wanted, depth=1)
    return reached.distinct().count()


def pages_within_reach(user: Any) -> QuerySet[Page]:
    """Pages on which a person has some permission, and everything below them. One query for the permissions."""
    condition = Q(pk__in=[])
    for root in PagePermissionPolicy().instances_with_direct_explore_permission(user):
        condition |= Q(path__startswith=root.path)
    return Page.objects.filter(condition)


def _pages_of_bulk_action(request: HttpRequest) -> set[int]:
    """Every page a bulk action could name: “all” are those below `childOf`, without one the whole tree."""
    given = request.GET.getlist("id")
    wanted = {text for text in given if text != "all"}
    if "all" in given:
        wanted.add(request.GET.get("childOf") or str(_root_id()))
    return _numbers(wanted)


def _root_id() -> int:
    return Page.objects.values_list("pk", flat=True).get(depth=1)


def _numbers(texts: Iterable[str]) -> set[int]:
    if not all(text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID for text in texts):
        raise Http404
    return {int(text) for text in texts}
