"""Addresses of papers inside the admin."""

from django.urls import path

from workflows.views.papers import OrderScreen, print_certificate, print_ruling, stream_paper

app_name = "papers"

urlpatterns = [
    path("<int:pk>/", OrderScreen.as_view(), name="order"),
    path("<int:pk>/file.pdf", stream_paper, name="file"),
    path("decisions/<int:pk>.pdf", print_ruling, name="ruling"),
    path("certificates/<int:pk>.pdf", print_certificate, name="certificate"),
]
