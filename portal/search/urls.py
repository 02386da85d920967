"""Addresses of the search."""

from django.urls import path

from portal.search.views import search_page, suggestions

app_name = "search"

urlpatterns = [
    path("", search_page, name="page"),
    path("goi-y/", suggestions, name="suggestions"),
]
