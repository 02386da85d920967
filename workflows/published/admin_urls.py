"""Addresses of periodic reports inside the admin."""

from django.urls import path

from workflows.views.published import ReportList, ReportScreen, print_report, stream_figures

app_name = "published_reports"

urlpatterns = [
    path("", ReportList.as_view(), name="list"),
    path("<int:pk>/", ReportScreen.as_view(), name="report"),
    path("<int:pk>/report.pdf", print_report, name="pdf"),
    path("<int:pk>/figures.json", stream_figures, name="json"),
]
