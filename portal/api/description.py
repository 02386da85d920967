"""The API and its OpenAPI 3.1 document."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from ninja import NinjaAPI

from honors.data_licence import LICENCE_NAME, LICENCE_URL, updated_on
from portal.api.endpoints import router
from portal.api.problems import PROBLEM_TYPE, explain

api = NinjaAPI(
    title="Honour register of Bắc Kạn province",
    version="1.0.0",
    description="Read-only: what the public pages show. No key, no cookie; answers may be revalidated by their ETag.",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)
api.add_router("", router)
explain(api)


def openapi_document() -> dict[str, Any]:
    """Return the description of the API, with its licence and the day of its newest entry. The totals' queries."""
    document: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="api/v1/"))
    newest = updated_on()
    info = {
        **document["info"],
        "license": {"name": LICENCE_NAME, "url": LICENCE_URL},
        "x-updated-on": newest.isoformat() if newest else None,
    }
    paths = {path: _described(operations) for path, operations in document["paths"].items()}
    return {**document, "info": info, "paths": paths, "servers": [{"url": settings.BASE_URL}]}


def _described(operations: dict[str, Any]) -> dict[str, Any]:
    """Say of errors that they are problems in JSON."""
    for operation in operations.values():
        for status, response in operation["responses"].items():
            content = response.get("content", {})
            if int(status) >= 400 and "application/json" in content:
                response["content"] = {PROBLEM_TYPE: content["application/json"]}
    return operations
