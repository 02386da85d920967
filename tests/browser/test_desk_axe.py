"""Every screen of the desk as each role meets it: accessible at 360 and 1280 pixels, and no wider than the window.

The screens are found by the addresses, so that a new one is looked at without
being named here.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from wagtail import hooks

from honors.models import CommendationProposal, PaperOrder, RegisterEntry
from honors.periodic.periods import Kind, Period
from honors.periodic.publishing import issue_report
from honors.rulings import give_praise, propose_praise
from tests.batches.cases import begun, many_at_district
from tests.batches.test_letters import a_list
from tests.browser.axe import IS_LONG_RUN, violations
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.ceremonies.factories import make_ceremony
from tests.factories import SINCE, make_entry
from tests.register_import.books import HEADINGS, checked, good, workbook
from tests.requests.asking import ask
from tests.rulings.rulings import make_decision, make_form
from tests.workflows.stages import SECRET, at_province, draft, returned
from tests.workflows.step_stages import colleague_beside, consulted
from tests.workflows.web import signed_in
from workflows.guidelines.versions import succeed
from workflows.models import Guideline, Nomination, NominationBatch, Notice
from workflows.permissions import allowed_actions
from workflows.runs import current_run_id

ROLES = ["bi_thu", "huyen", "tinh_bt", "tinh", "chi_bo", "quan_tri"]
WIDTHS, HEIGHT = (360, 1280), 900
OURS = "main"
FILES = (".csv", ".xlsx", ".json", ".pdf", "file/", "desk/evidence/")


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """Every address that `workflows` adds to the admin, with its full name, but for files."""
    for hook in hooks.get_hooks("register_admin_urls"):
        if hook.__module__.startswith("workflows."):
            for included in hook():
                yield from within(included, "")


def within(found: URLPattern | URLResolver, namespace: str) -> Iterator[tuple[str, URLPattern]]:
    """The addresses of a resolver, and of those below it."""
    if isinstance(found, URLPattern):
        if not any(part in str(found.pattern) for part in FILES):
            yield f"{namespace}{found.name}", found
        return
    for part in found.url_patterns:
        yield from within(part, f"{namespace}{found.namespace}:" if found.namespace else namespace)


def set_scene(cast: Cast) -> dict[str, list[int]]:
    """Something for every kind of screen; the numbers each argument may have."""
    alike = colleague_beside(cast)
    for stage in (draft, consulted, returned, at_province):
        stage(cast)
    ceremony = make_ceremony(cast.units.cell)
    letter = NominationBatch.objects.create(
        unit=cast.units.cell, number="12-TTr/CB", signed_on=SINCE, created_by=cast.chi_bo
    )
    nominees = a_list(cast, number="13-TTr/CB")
    bulk = begun(cast.huyen, many_at_district(cast, 1))
    entry = make_entry(cast.units.cell, published=False, name=SECRET)
    decision = make_decision()
    give_praise(entry_ids=[entry.pk], form=make_form(), actor=cast.tinh_bt, decision_id=decision.pk)
    propose_praise(entry_ids=[entry.pk], form=make_form("bang-khen-mau"), decision_id=decision.pk, actor=cast.tinh_bt)
    order = PaperOrder.objects.create(
        ordered_by=cast.tinh_bt, kind="register", arguments={}, lines=2_000, file_name="so.pdf"
    )
    brought = checked(cast, workbook([HEADINGS, good(1)]))
    report = issue_report(period=Period(Kind.YEAR, SINCE), at=datetime.date(2020, 12, 31), actor=None)
    in_force = Guideline.objects.in_force().get()
    successor = succeed(guideline_id=in_force.pk, by=cast.quan_tri)
    return {
        "desk": [*Nomination.objects.values_list("pk", flat=True), bulk.pk],
        "other of nomination_desk:similar_case": [alike.pk],
        "other of nomination_desk:similar_entry": [entry.pk],
        "other of guidelines:compare": [successor.pk],
        "ceremonies": [ceremony.pk],
        "letters": [letter.pk, nominees.pk],
        "published-reports": [report.pk],
        "decisions": [decision.pk, entry.pk, *CommendationProposal.objects.values_list("pk", flat=True)],
        "papers": [order.pk],
        "requests": [ask().pk],
        "imports": [brought.pk],
        "register": list(RegisterEntry.objects.values_list("pk", flat=True)),
        "guidelines": [in_force.pk, successor.pk],
        "notices": list(Notice.objects.values_list("pk", flat=True)[:1]),
    }


def addresses(numbers: dict[str, list[int]]) -> Iterator[tuple[str, str]]:
    """Each address, with its name, and with what the scene has for its arguments."""
    for name, pattern in patterns():
        arguments = set(pattern.pattern.converters)
        if not arguments:
            yield name, reverse(name)
        elif arguments <= {"pk", "other"}:
            folder = reverse(name, kwargs=dict.fromkeys(arguments, 1)).split("/")[2]
            for number in numbers.get(folder, [1]):
                other = {"other": numbers[f"other of {name}"][0]} if "other" in arguments else {}
                yield name, reverse(name, kwargs={"pk": number, **other})


def answers_to(client: Client, numbers: dict[str, list[int]]) -> Iterator[tuple[str, str, bool]]:
    """Yield name, address and whether it is a screen, of what answers this person; a way back is none."""
    for name, address in addresses(numbers):
        response: Any = client.get(address)
        if response.status_code not in {403, 404}:
            yield name, address, b"<!doctype html>" in response.content[:200].lower()


def screens_for(role: str, cast: Cast, numbers: dict[str, list[int]]) -> list[str]:
    """Screens to look at as one role: each kind that no role before has shown, and every dossier one can act on."""
    shown: set[str] = set()
    for one in ROLES:
        person = cast.everybody[one]
        screens: dict[str, str] = {}
        for name, address, is_screen in answers_to(signed_in(person), numbers):
            key = address if name == "nomination_desk:dossier" and acts_on(person, address) else name
            if is_screen and key not in shown:
                screens.setdefault(key, address)
        if one == role:
            return list(screens.values())
        shown |= {key for key in screens if ":" in key}
    raise LookupError(role)


def acts_on(person: Any, address: str) -> bool:
    nomination = Nomination.objects.get(pk=address.split("/")[3])
    return bool(allowed_actions(person, nomination, run=current_run_id(nomination)))


@pytest.mark.walk
@pytest.mark.parametrize("role", ROLES if IS_LONG_RUN else ROLES[:1] + ROLES[-1:])
def test_walk__through_every_screen_of_the_desk_meets_wcag_2_2_aa_and_fits(
    role: str, visit: Visit, live_cast: Cast
) -> None:
    numbers = set_scene(live_cast)
    person = live_cast.everybody[role]
    screens = screens_for(role, live_cast, numbers)
    assert screens
    visitor = visit(user=person.username)
    faults = [fault for address in screens for fault in look_at(visitor, address)]
    assert not faults, "\n".join(faults)


def look_at(visitor: Visitor, address: str) -> list[str]:
    """What is wrong with a screen, everything unfolded, at both widths; axe looks at the wider in a long run."""
    if visitor.go(address) != 200:
        return [f"{address} does not open"]
    visitor.page.evaluate("for (const part of document.querySelectorAll('.gd details')) part.open = true")
    faults = []
    for width in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": HEIGHT})
        if width == WIDTHS[0] or IS_LONG_RUN:
            faults += violations(visitor, OURS)
        if wide := visitor.overflow:
            faults.append(f"{address} sticks out by {wide} px at {width}")
    return faults


@pytest.mark.django_db
def test_walk__reaches_every_screen_there_is(cast: Cast) -> None:
    """Every address answers somebody: a new one that does not needs its rows in the scene."""
    numbers = set_scene(cast)
    answering = {name for role in ROLES for name, *_rest in answers_to(signed_in(cast.everybody[role]), numbers)}
    tried = {name for name, _address in addresses(numbers)}
    assert sorted(tried - answering) == []
