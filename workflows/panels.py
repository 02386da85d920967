"""How the nomination's form is laid out: one column, in the order a cell secretary thinks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from workflows.forms import FIELDS_OF_KIND, NominationForm


def _panel(name: str, *, needed: bool = False) -> FieldPanel:
    kinds = [kind.value for kind, names in FIELDS_OF_KIND.items() if name in names]
    classname = " ".join(f"gd-for-{kind}" for kind in kinds)
    return FieldPanel(name, required_on_save=needed, classname=f"gd-by-kind {classname}" if kinds else "")


NOMINATION_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [
                _panel("kind", needed=True),
                _panel("honorific"),
                _panel("name", needed=True),
                _panel("birth_year"),
                _panel("is_minor"),
                _panel("role"),
                _panel("head_name"),
                _panel("member_count"),
                _panel("unit", needed=True),
            ],
            heading=_("Who"),
        ),
        MultiFieldPanel(
            [
                _panel("category", needed=True),
                _panel("achievement", needed=True),
                FieldRowPanel([_panel("deed_period"), _panel("deed_place")]),
                _panel("citation"),
            ],
            heading=_("The good deed"),
        ),
        MultiFieldPanel(
            [
                _panel("meeting_on"),
                FieldRowPanel([_panel("members_total"), _panel("members_present"), _panel("votes_for")]),
            ],
            heading=_("The meeting that chose the nominee"),
        ),
        MultiFieldPanel(
            [
                _panel("basis_ground"),
                FieldRowPanel([_panel("basis_given_by"), _panel("basis_given_on")]),
                _panel("basis_proof"),
                _panel("guardian_name"),
                _panel("opens_photo"),
                _panel("opens_birth_year"),
                _panel("opens_members"),
                _panel("opens_household_status"),
            ],
            heading=_("What may be public"),
        ),
        MultiFieldPanel(
            [_panel("phone"), _panel("address"), _panel("nominee_account")],
            heading=_("Internal, never published"),
            classname="collapsed",
        ),
    ],
    base_form_class=NominationForm,
)
