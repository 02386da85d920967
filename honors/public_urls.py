"""Public addresses of the register beside its pages: verification, at /xac-minh/."""

from django.urls import path

from honors.verification_views import answer, form

app_name = "verification"

urlpatterns = [
    path("", form, name="form"),
    path("<str:code>/", answer, name="answer"),
]
