"""Addresses of the guideline inside the admin."""

from django.urls import path

from workflows.views.guideline_form import AddGuideline, EditGuideline
from workflows.views.guideline_preview import PreviewView
from workflows.views.guidelines import (
    CompareChoice,
    CompareView,
    DeleteDraftView,
    GuidelineDetail,
    GuidelineFileView,
    GuidelineList,
    PutInForceView,
    SucceedView,
)

app_name = "guidelines"

urlpatterns = [
    path("", GuidelineList.as_view(), name="list"),
    path("add/", AddGuideline.as_view(), name="add"),
    path("<int:pk>/", GuidelineDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", EditGuideline.as_view(), name="edit"),
    path("<int:pk>/succeed/", SucceedView.as_view(), name="succeed"),
    path("<int:pk>/put-in-force/", PutInForceView.as_view(), name="put_in_force"),
    path("<int:pk>/delete/", DeleteDraftView.as_view(), name="delete"),
    path("<int:pk>/compare/", CompareChoice.as_view(), name="compare_choice"),
    path("<int:pk>/compare/<int:other>/", CompareView.as_view(), name="compare"),
    path("<int:pk>/preview/", PreviewView.as_view(), name="preview"),
    path("<int:pk>/file/", GuidelineFileView.as_view(), name="file"),
]
