"""Addresses of the office."""

from django.urls import path

from portal.contact.views import accessibility, contact

urlpatterns = [
    path("lien-he/", contact, name="contact"),
    path("tro-nang/", accessibility, name="accessibility"),
]
