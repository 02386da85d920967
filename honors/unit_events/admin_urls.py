"""Addresses of unit events inside the admin."""

from django.urls import path

from honors.unit_events.answer_screen import AnswerScreen
from honors.unit_events.screens import ChangePlanned, DayScreen, EventList, PlanEvent, UploadEvents

app_name = "unit_events"

urlpatterns = [
    path("", EventList.as_view(), name="list"),
    path("add/<slug:kind>/", PlanEvent.as_view(), name="add"),
    path("upload/", UploadEvents.as_view(), name="upload"),
    path("planned/<int:pk>/", PlanEvent.as_view(), name="edit"),
    path("planned/<int:pk>/change/", ChangePlanned.as_view(), name="change"),
    path("day/<slug:day>/", DayScreen.as_view(), name="day"),
    path("day/<slug:day>/<slug:code>/", AnswerScreen.as_view(), name="answers"),
]
