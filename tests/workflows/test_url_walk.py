"""Every address of the nominations and of the admin, asked for by people who have no business there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, path, reverse
from wagtail.models import TaskState, WorkflowState
from wagtail.snippets.views.snippets import SnippetViewSet

from honors.models import HonoreeIndexPage
from tests import walk
from tests.cast import Cast
from tests.factories import make_bulletin, make_evidence, make_nomination
from tests.workflows.effects import without_effect
from tests.workflows.stages import SECRET, STAGES, registered
from tests.workflows.web import decision_data, form_data, signed_in
from workflows import admin_urls, submission
from workflows.models import Evidence, Nomination
from workflows.viewsets import OPEN_URLS, NominationViewSet

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

INSIDERS = {
    "draft": {"chi_bo", "bi_thu"},
    "at_district": {"chi_bo", "bi_thu", "huyen", "tinh"},
    "registered": {"chi_bo", "bi_thu", "huyen", "tinh", "tinh_bt"},
}
FILE_NAME = "giay-cua-bi-mat.pdf"


def with_files(nomination: Nomination) -> Nomination:
    make_evidence(nomination, name=FILE_NAME)
    return nomination


def ids_of(nomination: Nomination) -> dict[str, Any]:
    """A value for every argument a pattern may have, all of one nomination."""
    states = WorkflowState.objects.filter(object_id=str(nomination.pk))
    task_state = TaskState.objects.filter(workflow_state__in=states).last()
    run = states.last()
    return {
        "pk": nomination.pk,
        "code": nomination.unit.code,
        "year": nomination.entry.year if nomination.entry else 2020,
        "revision_id": nomination.latest_revision_id,
        "revision_id_a": nomination.latest_revision_id,
        "revision_id_b": nomination.latest_revision_id,
        "action_name": "approve",
        "task_state_id": task_state.pk if task_state else 1,
        "task_id": task_state.task_id if task_state else 1,
        "workflow_state_id": run.pk if run else 1,
        "other": nomination.pk,
    }


def argument_names(pattern: URLPattern) -> set[str]:
    return set(pattern.pattern.converters) or set(pattern.pattern.regex.groupindex)


def object_patterns() -> Iterator[tuple[str, set[str]]]:
    """Names and arguments of every pattern about one object."""
    for namespace, patterns in (
        ("nominations", NominationViewSet().get_urlpatterns()),
        ("nomination_desk", admin_urls.urlpatterns),
    ):
        for pattern in patterns:
            if names := argument_names(pattern):
                yield f"{namespace}:{pattern.name}", names


def address(name: str, arguments: set[str], ids: dict[str, Any], nomination: Nomination) -> str | None:
    """The pattern's address for this nomination; None where there is no such object yet."""
    values = {argument: ids[argument] for argument in arguments}
    if name in {"nomination_desk:evidence", "nomination_desk:remove_evidence"}:
        values["pk"] = Evidence.objects.filter(nomination=nomination).latest("pk").pk
    if name == "nomination_desk:entry":
        if nomination.entry_id is None:
            return None
        values["pk"] = nomination.entry_id
    return reverse(name, kwargs=values)


def hostile(nomination: Nomination, button: str) -> dict[str, Any]:
    """Everything any of the forms could want, with a button an editor of pages would press."""
    return {
        **form_data(nomination, achievement="Kẻ lạ sửa."),
        **decision_data(nomination, "approve"),
        button: "1",
        "overwrite_revision_id": nomination.latest_revision_id,
        "withdraw-reason": "Phá.",
        "act": "mask",
        "mask-reason": "Phá.",
    }


def test_patterns__are_all_walked() -> None:
    """So that nobody can empty the walk unnoticed."""
    names = dict(object_patterns())
    assert {f"nominations:{name}" for name, need in OPEN_URLS.items() if need in {"change", "delete"}} <= {
        *names,
        "nominations:add",
        "nominations:preview_on_add",
    }
    assert len(names) >= 25


@pytest.mark.parametrize("stage", INSIDERS)
def test_walk__foreign_object_answers_404_without_a_word_or_an_effect(stage: str, cast: Cast) -> None:
    nomination = with_files(STAGES[stage](cast))
    ids = ids_of(nomination)
    outsiders = {name: person for name, person in cast.everybody.items() if name not in INSIDERS[stage]}
    for person in outsiders.values():
        browser = signed_in(person)
        with without_effect():
            for name, arguments in object_patterns():
                at = address(name, arguments, ids, nomination)
                if at is None:
                    continue
                for response in (browser.get(at), browser.post(at, hostile(nomination, "action-publish"))):
                    expect_closed(response, {404, 405}, at)


def expect_closed(response: Any, statuses: set[int], at: str) -> None:
    assert response.status_code in statuses, (at, response.status_code)
    said = response.content.decode()
    assert SECRET not in said, at
    assert FILE_NAME not in said, at


def test_walk__somebody_signed_out_is_sent_to_the_sign_in(cast: Cast) -> None:
    nomination = with_files(registered(cast))
    ids = ids_of(nomination)
    with without_effect():
        for name, arguments in object_patterns():
            at = address(name, arguments, ids, nomination)
            assert at is not None
            for response in (Client().get(at), Client().post(at, hostile(nomination, "action-publish"))):
                expect_closed(response, {302}, at)
                assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("stage", ["draft", "at_district"])
def test_walk__own_object_with_a_foreign_second_id_answers_404(stage: str, cast: Cast) -> None:
    foreign = with_files(STAGES[stage](cast))
    own = make_nomination(cast.units.cell_2, cast.chi_bo_2, name="Ma Văn Của Mình")
    ids = {**ids_of(foreign), "pk": own.pk}
    browser = signed_in(cast.chi_bo_2)
    with without_effect():
        for name, arguments in object_patterns():
            if len(arguments) == 1:
                continue
            at = reverse(name, kwargs={argument: ids[argument] for argument in arguments})
            for response in (browser.get(at), browser.post(at, hostile(foreign, "action-approve"))):
                expect_closed(response, {404, 405}, at)


def test_compare__own_revision_with_a_foreign_one_answers_404(cast: Cast) -> None:
    foreign, own = STAGES["draft"](cast), make_nomination(cast.units.cell_2, cast.chi_bo_2, name="Ma Văn Của Mình")
    browser = signed_in(cast.chi_bo_2)
    pairs = [(own.latest_revision_id, foreign.latest_revision_id), (foreign.latest_revision_id, "latest")]
    for one, other in [*pairs, ("earliest", foreign.latest_revision_id)]:
        at = reverse("nominations:revisions_compare", args=[own.pk, one, other])
        expect_closed(browser.get(at), {404}, at)


def test_url__that_is_not_named_in_the_whitelist_answers_404_to_its_owner(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, rf: RequestFactory
) -> None:
    """A later Wagtail may bring a new view: it stays closed until somebody names it."""
    stock = SnippetViewSet.get_urlpatterns

    def with_a_new_one(self: SnippetViewSet) -> list[URLPattern]:
        return [*stock(self), path("planted/<int:pk>/", lambda request, pk: HttpResponse("open"), name="planted")]

    monkeypatch.setattr(SnippetViewSet, "get_urlpatterns", with_a_new_one)
    planted = next(pattern for pattern in NominationViewSet().get_urlpatterns() if pattern.name == "planted")
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    request = rf.get("/")
    request.user = cast.chi_bo
    with pytest.raises(Http404):
        planted.callback(request, pk=nomination.pk)


@pytest.mark.parametrize("text", ["0", "-1", "abc", "1 or 1=1", "9" * 25, "٣", "1.0", "%00"])
def test_id__that_is_no_number_of_ours_answers_404(text: str, cast: Cast) -> None:
    browser = signed_in(cast.chi_bo)
    roots = [reverse("nominations:list"), reverse("nomination_desk:desk"), reverse("nomination_desk:register")]
    places = ["edit/{}/", "delete/{}/", "history/{}/", "history/{}/revisions/compare/earliest...latest/"]
    addresses = [roots[0] + place.format(text) for place in places]
    addresses += [roots[1] + f"{text}/", roots[1] + f"{text}/decide/", roots[1] + f"evidence/{text}/"]
    addresses += [roots[2] + f"{text}/"]
    for at in addresses:
        assert browser.get(at).status_code in {404, 405}, at
        assert browser.post(at).status_code in {404, 405}, at


@pytest.mark.parametrize("person", ["chi_bo_2", "giam_sat"])
def test_admin__shows_the_nominee_nowhere(person: str, cast: Cast) -> None:
    """Every address of the admin, Wagtail's reports, history, log and choosers included."""
    for stage in ("draft", "at_district", "returned"):
        with_files(STAGES[stage](cast))
    browser = signed_in(cast.everybody[person], raises=False)
    for at in walk.addresses("/admin/"):
        if "logout" in at:
            continue
        said = b"".join(browser.get(f"{at}?q=Bí")).decode(errors="replace")
        assert SECRET not in said, at
        assert FILE_NAME not in said, at


def test_admin__shows_a_profile_without_basis_to_nobody_who_keeps_no_pages(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A registered nominee's page is not public: its title must not leak by page id either."""
    nomination = registered(cast)
    assert nomination.entry is not None
    monkeypatch.setitem(walk.SAMPLES, "IntConverter", nomination.entry.page_id)
    for person in (cast.chi_bo_2, cast.bien_tap, cast.quan_tri):
        browser = signed_in(person, raises=False)
        for at in walk.addresses("/admin/"):
            if "logout" not in at:
                said = b"".join(browser.get(at)).decode(errors="replace")
                assert SECRET not in said, at


@pytest.mark.parametrize("act", ["delete", "publish", "unpublish", "move"])
def test_bulk_page__shows_no_title_of_a_profile_without_basis(act: str, cast: Cast) -> None:
    """Wagtail lists what one may not touch, by title, and takes `id=all` from anybody."""
    nomination = registered(cast)
    assert nomination.entry is not None
    at = reverse("wagtail_bulk_action", args=["wagtailcore", "page", act])
    register = HonoreeIndexPage.objects.get().pk
    queries = [f"?id={nomination.entry.page_id}", "?id=all", "?id=all&q=hoang", f"?id=all&childOf={register}", "?id=x"]
    for person in (cast.chi_bo_2, cast.bien_tap, cast.quan_tri, cast.chi_bo):
        browser = signed_in(person)
        for query in queries:
            with without_effect():
                for response in (browser.get(at + query), browser.post(at + query, {"include_descendants": "on"})):
                    assert response.status_code in {302, 404}, query
                    assert SECRET not in response.content.decode(), query


def test_bulk_page__still_works_for_those_who_keep_the_pages(cast: Cast) -> None:
    bulletin = make_bulletin(live=False)
    bulletin.save_revision()
    at = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    browser = signed_in(cast.tinh_bt)
    for query in (f"?id={bulletin.pk}", f"?id=all&childOf={bulletin.get_parent().pk}"):
        assert bulletin.title in browser.get(at + query).content.decode()
    browser.post(f"{at}?id={bulletin.pk}")
    bulletin.refresh_from_db()
    assert bulletin.live


def test_decision__with_a_task_state_of_another_nomination_is_refused(cast: Cast) -> None:
    """Under an own object, with an id out of range too."""
    from tests.workflows.stages import at_cell

    own = at_cell(cast)
    foreign = make_nomination(cast.units.cell_2, cast.chi_bo_2)
    submission.submit(nomination_id=foreign.pk, user=cast.chi_bo_2)
    browser = signed_in(cast.bi_thu)
    at = reverse("nomination_desk:decide", args=[own.pk])
    for task_state in (decision_data(foreign, "approve")["task_state"], 0, -5, 10**30, "x", ""):
        with without_effect():
            response = browser.post(at, decision_data(own, "approve", task_state=task_state))
            assert response.status_code in {302, 403, 409, 422}, (task_state, response.status_code)
