"""Public addresses of the register beside its pages: the file at /so-ghi-danh.csv, the units at /don-vi/."""

from django.urls import path

from honors.register_views import register_file, unit, units

app_name = "register"

urlpatterns = [
    path("so-ghi-danh.csv", register_file, name="file"),
    path("don-vi/", units, name="units"),
    path("don-vi/<str:code>/", unit, name="unit"),
]
