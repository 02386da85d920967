"""Public addresses of flag-salute ceremonies: /chao-co/ and /chao-co.csv."""

from django.urls import path, re_path

from honors.public_ceremonies.views import file, latest, month, units, year

app_name = "ceremonies"

urlpatterns = [
    path("chao-co.csv", file, name="file"),
    path("chao-co/", latest, name="latest"),
    path("chao-co/don-vi/", units, name="saluting_units"),
    re_path(r"^chao-co/(?P<year>[12][0-9]{3})/$", year, name="year"),
    re_path(r"^chao-co/(?P<year>[12][0-9]{3})/(?P<month>0[1-9]|1[0-2])/$", month, name="month"),
]
