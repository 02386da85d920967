"""Public addresses of the figures, at /thong-ke/."""

from django.urls import path

from honors.figures.views import rows, statistics, table, units

app_name = "figures"

urlpatterns = [
    path("", statistics, name="statistics"),
    path("cac-muc/", rows, name="rows"),
    path("don-vi/", units, name="keeping_units"),
    path("<slug:key>.csv", table, name="table"),
]
