"""Addresses of requests inside the admin."""

from django.urls import path

from workflows.views.requests import RequestList, RequestScreen, stream_attachment

app_name = "request_desk"

urlpatterns = [
    path("", RequestList.as_view(), name="list"),
    path("<int:pk>/", RequestScreen.as_view(), name="request"),
    path("<int:pk>/file/", stream_attachment, name="file"),
]
