"""Addresses below /api/."""

from __future__ import annotations

from django.urls import include, path, re_path

from portal.api.description import api
from portal.api.documentation import documentation, openapi
from portal.api.problems import nothing_here, open_to_all

_operations, _app_name, _namespace = api.urls
for _operation in _operations:
    if _operation.callback:
        _operation.callback = open_to_all(_operation.callback)

urlpatterns = [
    path("v1/", documentation, name="api_documentation"),
    path("v1/openapi.json", open_to_all(openapi), name="api_description"),
    path("v1/", include((_operations, _app_name), namespace=_namespace)),
    re_path(r"^(?P<rest>.*)$", open_to_all(nothing_here)),
]
