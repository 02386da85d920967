"""Wagtail's snippet views for nominations, behind one guard.

The model and its chooser are not registered: a registered snippet shows its
titles in choosers and bulk pages.  Every callback of the viewset passes
`_guarded`: a whitelist says which URL needs what, and a URL that a later
Wagtail adds answers 404 until it is named here.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, IndexView, SnippetViewSet

from honors.vietnamese import fold
from workflows.dossiers import delete_draft
from workflows.models import Nomination
from workflows.panels import NOMINATION_PANELS
from workflows.permissions import user_edits_for, visible_nominations
from workflows.policy import nomination_policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

# URL name → what the person needs on the object (on some object, for URLs without one).
OPEN_URLS = {
    "list": "view",
    "list_results": "view",
    "add": "add",
    "preview_on_add": "add",
    "edit": "change",
    "preview_on_edit": "change",
    "delete": "delete",
    "history": "view",
    "history_results": "view",
    "revisions_view": "view",
    "revisions_compare": "view",
}


class NominationIndexView(IndexView):
    """The nominations a person may read, newest first."""

    is_searchable = True

    def get_base_queryset(self) -> QuerySet[Nomination]:
        """Only what the person may read. Constant number of queries."""
        found = visible_nominations(self.request.user)
        return found.select_related("unit", "category", "waiting_unit").order_by("-created_at", "-pk")

    def search_queryset(self, queryset: QuerySet[Nomination]) -> QuerySet[Nomination]:
        """Find by folded name: typed without tone marks it is found too."""
        if not self.is_searching:
            return queryset
        return queryset.filter(folded__contains=fold(self.search_query)[:100])

    @cached_property
    def columns(self) -> list[Column]:
        """Name, kind, category, unit, state and where it waits."""
        return [
            TitleColumn("display_name", label=_("Name"), url_name="nomination_desk:dossier"),
            Column("kind", label=_("Kind"), accessor=lambda row: row.get_kind_display()),
            Column("category", label=_("Category"), accessor="category.name"),
            Column("unit", label=_("Unit"), accessor="unit.name"),
            Column("state", label=_("State"), accessor=lambda row: row.get_state_display()),
            Column("waiting_unit", label=_("Waits at"), accessor=_waits_at),
            DateColumn("created_at", label=_("Begun")),
        ]

    def get_edit_url(self, instance: Nomination) -> str:
        """Rows lead to the dossier; from there an editor goes on to the form."""
        return reverse("nomination_desk:dossier", args=[instance.pk])

    def get_list_buttons(self, instance: Nomination) -> list[Any]:
        """No row buttons: the dossier offers what may be done."""
        return []


def _waits_at(row: Nomination) -> str:
    return row.waiting_unit.label if row.waiting_unit else "–"


class _SaveOnlyMixin:
    """The form saves, and nothing else: submitting is the dossier's act, publishing nobody's."""

    def get_available_actions(self) -> list[str]:
        """Only the save."""
        return ["create"] if self.view_name == "create" else ["edit"]  # type: ignore[attr-defined]

    def get_success_url(self) -> str:
        """After a save by hand, on to the dossier, which says what is missing."""
        return reverse("nomination_desk:dossier", args=[self.object.pk])  # type: ignore[attr-defined]

    def get_success_buttons(self) -> list[Any]:
        """The dossier is where the person lands."""
        return []


class NominationCreateView(_SaveOnlyMixin, CreateView):
    """Begin a nomination: by one save, made by hand.

    An autosave under way while “save” is pressed would begin it twice.
    """

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Save nothing by itself until there is a draft to save."""
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False


class NominationEditView(_SaveOnlyMixin, EditView):
    """Change a nomination that is draft or returned."""

    def get_usage_url(self) -> None:
        """No usage page: it is closed."""

    def get_copy_url(self) -> None:
        """No copies."""


class NominationDeleteView(DeleteView):
    """Delete a draft that was never submitted."""

    def get_usage(self) -> Any:
        """Nothing of Wagtail's refers to a nomination."""
        return None

    def get_usage_url(self) -> None:
        """No usage page: it is closed."""

    def delete_action(self) -> None:
        """Delete by our own verb, which takes the files along and asks again under the lock."""
        delete_draft(nomination_id=self.object.pk, user=self.request.user)


class NominationViewSet(SnippetViewSet):
    """Wagtail's snippet views at /admin/nominations/."""

    model = Nomination
    icon = "clipboard-list"
    menu_label = _("Nominations")
    menu_name = "nominations"
    menu_order = 110
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    url_namespace = "nominations"
    url_prefix = "nominations"
    index_view_class = NominationIndexView
    add_view_class = NominationCreateView
    edit_view_class = NominationEditView
    delete_view_class = NominationDeleteView
    edit_handler = NOMINATION_PANELS

    def register_snippet_model(self) -> None:
        """Stay out of Wagtail's list of snippets: bulk and report pages read it."""

    def register_chooser_viewset(self) -> None:
        """Have no chooser: it would show every title."""

    def register_model_check(self) -> None:
        """The panels are checked with the form; there is no registered model to check."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Nomination]:
        """Only what the person may read."""
        return visible_nominations(request.user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """The snippet views' patterns, each behind the guard."""
        patterns = super().get_urlpatterns()
        for pattern in patterns:
            pattern.callback = _guarded(pattern.callback, pattern.name)
        return patterns


def _guarded(view: Callable[..., HttpResponse], name: str) -> Callable[..., HttpResponse]:
    """Wrap a view: closed unless named, the object looked up among those the person may read."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        need = OPEN_URLS.get(name)
        if need is None:
            raise Http404
        if "pk" not in kwargs:
            if not nomination_policy.user_has_permission(request.user, need):
                raise PermissionDenied
            return view(request, *args, **kwargs)
        nomination = _readable(request, kwargs["pk"])
        if not nomination_policy.user_has_permission_for_instance(request.user, need, nomination):
            if name == "edit" and request.method == "POST" and user_edits_for(request.user, nomination):
                # The form was open while somebody submitted: the view's lock refuses and keeps what was typed.
                return view(request, *args, **kwargs)
            if request.method == "GET":
                return HttpResponseRedirect(reverse("nomination_desk:dossier", args=[nomination.pk]))
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def _readable(request: HttpRequest, pk: str) -> Nomination:
    """Return the nomination if the person may read it; 404 otherwise, as for one that does not exist."""
    if not str(pk).isascii() or not str(pk).isdigit() or len(str(pk)) > 18:
        raise Http404
    nomination = visible_nominations(request.user).select_related("latest_revision").filter(pk=pk).first()
    if nomination is None:
        raise Http404
    return nomination
