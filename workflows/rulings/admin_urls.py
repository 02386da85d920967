"""Addresses of decisions inside the admin."""

from django.urls import path

from honors.exports import RESPONSES
from workflows.views.praise import EntryPraise, SettlePraise, WithdrawPraise
from workflows.views.ruling_lists import DecisionExport, DecisionList, ListExport, PickScreen
from workflows.views.rulings import DecisionFormScreen, DecisionScreen, RevokeDecisionScreen, stream_decision

app_name = "decision_desk"

urlpatterns = [
    path("", DecisionList.as_view(), name="list"),
    path("add/", DecisionFormScreen.as_view(), name="add"),
    path("<int:pk>/", DecisionScreen.as_view(), name="decision"),
    path("<int:pk>/edit/", DecisionFormScreen.as_view(), name="edit"),
    path("<int:pk>/entries/", PickScreen.as_view(), name="pick"),
    path("<int:pk>/revoke/", RevokeDecisionScreen.as_view(), name="revoke"),
    path("<int:pk>/file/", stream_decision, name="file"),
    path("entries/<int:pk>/", EntryPraise.as_view(), name="entry"),
    path("praise/<int:pk>/withdraw/", WithdrawPraise.as_view(), name="withdraw"),
    path("proposals/<int:pk>/settle/", SettlePraise.as_view(), name="settle"),
    *[path(f"export.{ending}", DecisionExport.as_view(ending=ending), name=f"export_{ending}") for ending in RESPONSES],
    *[
        path(f"<int:pk>/list.{ending}", ListExport.as_view(ending=ending), name=f"list_{ending}")
        for ending in RESPONSES
    ],
]
