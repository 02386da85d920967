"""Public addresses of the guideline, at /huong-dan/."""

from django.urls import path

from workflows.views.public_guideline import current_guideline, guideline_file, one_guideline

app_name = "guideline"

urlpatterns = [
    path("", current_guideline, name="current"),
    path("<int:pk>/", one_guideline, name="version"),
    path("<int:pk>/tep/", guideline_file, name="file"),
]
