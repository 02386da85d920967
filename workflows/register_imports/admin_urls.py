"""Addresses of the wizard inside the admin."""

from django.urls import path

from workflows.views.register_imports import (
    AddImport,
    ContinueImport,
    ImportList,
    ImportScreen,
    annotated_view,
    stream_import,
)

app_name = "register_imports"

urlpatterns = [
    path("", ImportList.as_view(), name="list"),
    path("add/", AddImport.as_view(), name="add"),
    path("<int:pk>/", ImportScreen.as_view(), name="import"),
    path("<int:pk>/continue/", ContinueImport.as_view(), name="continue"),
    path("<int:pk>/annotated.xlsx", annotated_view, name="annotated"),
    path("<int:pk>/file/", stream_import, name="file"),
]
