"""Addresses of the desk and the register inside the admin."""

from django.urls import path

from honors.exports import RESPONSES
from workflows.reports.parts import PARTS
from workflows.views.bulk import BulkContinue, BulkProgress, BulkScreen
from workflows.views.case_acts import AnswerView, ConsultView, HandOverView, RecuseView, StandInView
from workflows.views.ceremonies import CeremonyList, CeremonyScreen
from workflows.views.corrections import AmendScreen, EraseScreen, RevokeScreen
from workflows.views.deciding import DecideView, NextCaseView
from workflows.views.delegations import DelegationScreen, EndDelegation
from workflows.views.desk import DeleteViewView, DeskView, ExportView, FiltersView, SaveViewView
from workflows.views.dossier import DossierScreen, SubmitView, WithdrawView
from workflows.views.dossier_paper import print_dossier
from workflows.views.evidence import AddEvidenceView, remove_evidence_view, stream_evidence
from workflows.views.letters import (
    AddLetter,
    AttachLetter,
    LetterList,
    LetterScreen,
    SubmitLetter,
    stream_letter,
    template_view,
)
from workflows.views.nominee_lists import ListTrial
from workflows.views.notices import NoticeList, NoticeSettings, OpenNotice
from workflows.views.register import EntryScreen, RegisterScreen
from workflows.views.register_books import BooksScreen
from workflows.views.register_export import CeremonyExport, RegisterExport
from workflows.views.register_paper import print_public_register, print_register
from workflows.views.reports import ReportExport, ReportsScreen
from workflows.views.route_check import RouteCheckScreen
from workflows.views.similar import SimilarCaseScreen, SimilarEntryScreen
from workflows.views.zero_reports import ZeroReportExport, ZeroReportScreen

app_name = "nomination_desk"

urlpatterns = [
    path("desk/", DeskView.as_view(), name="desk"),
    path("desk/filters/", FiltersView.as_view(), name="desk_filters"),
    *[path(f"desk/export.{ending}", ExportView.as_view(kind=ending), name=f"export_{ending}") for ending in RESPONSES],
    path("desk/views/", SaveViewView.as_view(), name="save_view"),
    path("desk/views/<int:pk>/delete/", DeleteViewView.as_view(), name="delete_view"),
    path("desk/bulk/", BulkScreen.as_view(), name="bulk"),
    path("desk/bulk/<int:pk>/", BulkProgress.as_view(), name="bulk_progress"),
    path("desk/bulk/<int:pk>/continue/", BulkContinue.as_view(), name="bulk_continue"),
    path("desk/<int:pk>/", DossierScreen.as_view(), name="dossier"),
    path("desk/<int:pk>/dossier.pdf", print_dossier, name="print_dossier"),
    path("desk/<int:pk>/next/", NextCaseView.as_view(), name="next"),
    path("desk/<int:pk>/submit/", SubmitView.as_view(), name="submit"),
    path("desk/<int:pk>/withdraw/", WithdrawView.as_view(), name="withdraw"),
    path("desk/<int:pk>/decide/", DecideView.as_view(), name="decide"),
    path("desk/<int:pk>/consult/", ConsultView.as_view(), name="consult"),
    path("desk/<int:pk>/answer/", AnswerView.as_view(), name="answer"),
    path("desk/<int:pk>/hand-over/", HandOverView.as_view(), name="hand_over"),
    path("desk/<int:pk>/recuse/", RecuseView.as_view(), name="recuse"),
    path("desk/<int:pk>/stand-in/", StandInView.as_view(), name="stand_in"),
    path("desk/<int:pk>/evidence/", AddEvidenceView.as_view(), name="add_evidence"),
    path("desk/<int:pk>/similar/<int:other>/", SimilarCaseScreen.as_view(), name="similar_case"),
    path("desk/<int:pk>/similar/entry/<int:other>/", SimilarEntryScreen.as_view(), name="similar_entry"),
    path("desk/evidence/<int:pk>/", stream_evidence, name="evidence"),
    path("desk/evidence/<int:pk>/remove/", remove_evidence_view, name="remove_evidence"),
    path("notices/", NoticeList.as_view(), name="notices"),
    path("notices/<int:pk>/", OpenNotice.as_view(), name="notice"),
    path("notices/settings/", NoticeSettings.as_view(), name="notice_settings"),
    path("delegations/", DelegationScreen.as_view(), name="delegations"),
    path("delegations/<int:pk>/end/", EndDelegation.as_view(), name="end_delegation"),
    path("route-check/", RouteCheckScreen.as_view(), name="route_check"),
    path("ceremonies/", CeremonyList.as_view(), name="ceremonies"),
    path("ceremonies/add/", CeremonyScreen.as_view(), name="record_ceremony"),
    *[
        path(f"ceremonies/export.{ending}", CeremonyExport.as_view(ending=ending), name=f"ceremonies_{ending}")
        for ending in RESPONSES
    ],
    path("ceremonies/<int:pk>/", CeremonyScreen.as_view(), name="amend_ceremony"),
    path("zero-reports/", ZeroReportScreen.as_view(), name="zero_reports"),
    *[
        path(f"zero-reports/export.{ending}", ZeroReportExport.as_view(kind=ending), name=f"zero_reports_{ending}")
        for ending in RESPONSES
    ],
    path("letters/", LetterList.as_view(), name="letters"),
    path("letters/add/", AddLetter.as_view(), name="add_letter"),
    path("letters/template.xlsx", template_view, name="list_template"),
    path("letters/lists/<int:pk>/", ListTrial.as_view(), name="nominee_list"),
    path("letters/<int:pk>/", LetterScreen.as_view(), name="letter"),
    path("letters/<int:pk>/submit/", SubmitLetter.as_view(), name="submit_letter"),
    path("letters/<int:pk>/attach/", AttachLetter.as_view(), name="attach_letter"),
    path("letters/<int:pk>/file/", stream_letter, name="letter_file"),
    path("register/", RegisterScreen.as_view(), name="register"),
    path("register/books/", BooksScreen.as_view(), name="register_books"),
    path("register/<slug:code>/<int:year>.pdf", print_register, name="print_register"),
    path("register/<slug:code>/<int:year>-public.pdf", print_public_register, name="print_public_register"),
    *[
        path(f"register/export.{ending}", RegisterExport.as_view(ending=ending), name=f"register_{ending}")
        for ending in RESPONSES
    ],
    path("register/<int:pk>/", EntryScreen.as_view(), name="entry"),
    path("register/<int:pk>/amend/", AmendScreen.as_view(), name="amend_entry"),
    path("register/<int:pk>/revoke/", RevokeScreen.as_view(), name="revoke_entry"),
    path("register/<int:pk>/erase/", EraseScreen.as_view(), name="erase_entry"),
    path("review-reports/", ReportsScreen.as_view(), name="reports"),
    *[
        path(
            f"review-reports/{part}.{ending}",
            ReportExport.as_view(part=part, ending=ending),
            name=f"report_{part}_{ending}",
        )
        for part in PARTS
        for ending in RESPONSES
    ],
]
