"""Public addresses of requests, at /yeu-cau/."""

from django.urls import path

from workflows.views.public_requests import RequestForm, receipt, status

app_name = "data_requests"

urlpatterns = [
    path("", RequestForm.as_view(), name="form"),
    path("<str:reference>/", status, name="status"),
    path("<str:reference>/da-nhan/", receipt, name="receipt"),
]
