"""The registers of the demo: the counts readers are told, and every promise the services would have kept."""

from __future__ import annotations

import datetime
import re
from collections import Counter

import pytest
from django.db.models import Count, F, Max, Q
from wagtail.models import Page

from honors.chain.checking import first_fault
from honors.models import (
    Commendation,
    EntryEvent,
    EntryState,
    EntryStep,
    HonoreeIndexPage,
    HonoreeKind,
    HonoreePage,
    PublicationBasis,
    Register,
    RegisterEntry,
    Unit,
)
from honors.services import public_face, registered_values
from honors.vietnamese import fold, initials, sort_key
from portal.demo.deeds import all_deeds
from portal.demo.facts import SAMPLE_MARK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
REAL_UNITS = {"X013": "Triệu Phúc Bình", "X014": "Trần Thị Phương Anh"}


def test_entries__are_82_collectives_and_1058_individuals_of_forty_units_in_2020() -> None:
    kinds = Counter(RegisterEntry.objects.counted().values_list("kind", flat=True))
    assert kinds == {HonoreeKind.COLLECTIVE: 82, HonoreeKind.INDIVIDUAL: 1058}
    assert RegisterEntry.objects.count() == 1140
    assert set(RegisterEntry.objects.values_list("year", flat=True)) == {2020}
    assert RegisterEntry.objects.values("unit").distinct().count() == 40


def test_numbers__run_from_one_without_a_gap_in_every_register() -> None:
    registers = Register.objects.annotate(count=Count("entries"), highest=Max("entries__number"))
    assert [r for r in registers if not r.count == r.highest == r.last_number] == []


def test_numbers__follow_the_days() -> None:
    for register in Register.objects.all():
        days = list(register.entries.order_by("number").values_list("registered_on", flat=True))
        assert days == sorted(days)


@pytest.mark.parametrize(("code", "name"), REAL_UNITS.items())
def test_real_person__has_the_one_entry_of_the_unit_and_nothing_invented(code: str, name: str) -> None:
    entry = RegisterEntry.objects.get(unit__code=code)
    page = entry.page
    assert page is not None and page.live
    assert (entry.public_name, page.birth_year, page.portrait, list(page.story)) == (name, None, None, [])
    assert not entry.steps.exists()
    assert [basis.ground for basis in entry.bases.all()] == [PublicationBasis.Ground.PUBLISHED_SOURCE]
    assert not Commendation.objects.filter(entry=entry, decision__isnull=False).exists()
    assert RegisterEntry.objects.filter(honoree_name=name).count() == 1


def test_real_person__household_status_is_nowhere_in_words() -> None:
    entry = RegisterEntry.objects.get(unit__code="X013")
    assert entry.category.public_label == "Gương tự lực vươn lên"
    assert "nghèo, hộ" not in entry.citation and "cận nghèo" not in entry.citation


def test_invented_people__belong_to_sample_units_only() -> None:
    others = RegisterEntry.objects.exclude(unit__code__in=REAL_UNITS)
    assert not others.exclude(unit_name__contains=SAMPLE_MARK).exists()


def test_public_columns__are_what_the_services_would_write() -> None:
    wrong = []
    for entry in RegisterEntry.objects.select_related("page", "unit").prefetch_related("bases"):
        kinds = {basis.kind for basis in entry.bases.all() if basis.withdrawn_on is None}
        face = public_face(
            entry=entry, is_minor=entry.page.is_minor, basis_kinds=kinds, counts_only=entry.unit.counts_only
        )
        if (entry.public_name, entry.sort_key, entry.folded) != (face.public_name, face.sort_key, face.folded):
            wrong.append(entry)
    assert wrong == []


def test_place_and_district__are_those_of_the_unit() -> None:
    for unit in Unit.objects.filter(entries__isnull=False).distinct():
        district = next(above for above in unit.lineage() if above.level == 3)
        rows = RegisterEntry.objects.filter(unit=unit)
        assert set(rows.values_list("unit_name", "unit_place", "district")) == {(unit.name, unit.place, district.pk)}


def test_first_event__tells_the_entry_as_it_was_written() -> None:
    events = EntryEvent.objects.filter(seq=1).select_related("entry__category")
    assert events.count() == RegisterEntry.objects.count()
    for event in events:
        assert event.values == registered_values(event.entry)


def test_chain__holds_every_register() -> None:
    assert [register for register in Register.objects.all() if first_fault(register.pk)] == []


def test_profiles__are_live_exactly_with_an_active_entry_and_a_valid_basis() -> None:
    may_be_live = HonoreePage.objects.filter(
        entries__state=EntryState.ACTIVE,
        entries__unit__counts_only=False,
        entries__bases__kind=PublicationBasis.Kind.PUBLISH,
        entries__bases__withdrawn_on__isnull=True,
    )
    live = set(HonoreePage.objects.live().values_list("pk", flat=True))
    assert live == set(may_be_live.values_list("pk", flat=True))
    assert len(live) > 1000


def test_profiles__stand_in_the_tree_as_if_added_one_by_one() -> None:
    index = HonoreeIndexPage.objects.get()
    assert index.numchild == index.get_children().count() == HonoreePage.objects.count()
    assert [list(problem) for problem in Page.find_problems()] == [[], [], [], [], []]


def test_profiles__carry_the_columns_that_saving_computes() -> None:
    masked = Q(entries__state=EntryState.MASKED)
    for page in HonoreePage.objects.exclude(masked):
        assert (page.sort_key, page.folded) == (sort_key(page.name), fold(page.name)[:250])
        assert page.title == page.draft_title == page.public_name or not page.live
        assert page.url_path.endswith(f"/{page.slug}/")


def test_minors__are_initials_unless_the_guardian_consented_too() -> None:
    minors = HonoreePage.objects.live().filter(is_minor=True)
    with_guardian = minors.filter(entries__bases__kind=PublicationBasis.Kind.GUARDIAN)
    assert {page.title for page in with_guardian} == {page.name for page in with_guardian}
    hidden = minors.exclude(pk__in=with_guardian)
    assert hidden and all(page.title == initials(page.name) for page in hidden)
    assert {entry.public_name for entry in RegisterEntry.objects.filter(page__in=hidden)} == {
        page.title for page in hidden
    }


def test_nameless_rows__are_a_few_everywhere_and_all_in_counts_only_units() -> None:
    assert not RegisterEntry.objects.named().filter(unit__counts_only=True).exists()
    assert set(Unit.objects.filter(counts_only=True, entries__isnull=False).values_list("code", flat=True)) == {
        "X064",
        "X069",
    }
    unpublished = RegisterEntry.objects.unpublished().count()
    assert 15 <= unpublished <= 60


def test_taken_down_entries__are_three_and_tell_nothing() -> None:
    masked = RegisterEntry.objects.filter(state=EntryState.MASKED)
    assert masked.count() == 3 and not masked.named().exists()
    assert set(masked.values_list("page__name", flat=True)).isdisjoint(masked.values_list("honoree_name", flat=True))
    assert not PublicationBasis.objects.valid().filter(entry__in=masked).exists()
    assert set(masked.values_list("events__kind", flat=True)) == {"registered", "masked"}


def test_some_honorees__have_two_entries_on_one_profile() -> None:
    twice = HonoreePage.objects.annotate(count=Count("entries")).filter(count__gt=1)
    assert 5 <= twice.count() <= 40
    for page in twice:
        days = list(page.entries.values_list("registered_on", flat=True))
        assert len(set(days)) == len(days)


def test_steps__skip_the_commune_for_cells_and_end_on_the_day_of_registration() -> None:
    assert set(EntryStep.objects.filter(skipped=True).values_list("level", "entry__unit__level")) == {(2, 1)}
    last = EntryStep.objects.filter(level=4).exclude(decided_on=F("entry__registered_on"))
    assert not last.exists()
    for entry in RegisterEntry.objects.exclude(unit__code__in=REAL_UNITS).prefetch_related("steps"):
        days = [step.decided_on for step in entry.steps.all() if step.decided_on]
        assert days == sorted(set(days)) and len(days) == 3


def test_days_of_registration__are_working_days() -> None:
    days = set(RegisterEntry.objects.exclude(unit__code__in=REAL_UNITS).values_list("registered_on", flat=True))
    assert all(day.weekday() < 5 for day in days)
    assert datetime.date(2020, 5, 1) not in days


def test_categories__apply_to_the_kind_of_the_honoree() -> None:
    entries = RegisterEntry.objects.select_related("category")
    assert [entry for entry in entries if not entry.category.applies_to(entry.kind)] == []
    assert entries.values("category").distinct().count() == 15


def test_praise__is_about_a_third_and_names_only_sample_decisions() -> None:
    praised = RegisterEntry.objects.filter(commendations__isnull=False).distinct().count()
    assert 300 <= praised <= 480
    rulings = Commendation.objects.filter(decision__isnull=False)
    assert not rulings.exclude(decision__number__contains=SAMPLE_MARK).exists()
    awarded = RegisterEntry.objects.filter(category__code="duoc-tang-bang-khen", state=EntryState.ACTIVE)
    assert not awarded.exclude(commendations__form__family="bang_khen").exists()


def test_deeds__do_not_look_generated() -> None:
    assert len({deed.text for deed in all_deeds()}) >= 120
    citations = list(RegisterEntry.objects.values_list("citation", flat=True))
    assert not any(re.search(r"[{}|]|\s{2}", citation) for citation in citations)
    assert len(set(citations)) > 900
    for register in Register.objects.all():
        told = register.entries.values_list("citation", flat=True)
        assert len(set(told)) == len(told)
