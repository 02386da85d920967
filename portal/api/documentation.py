"""The API's page: its description read out in the site's own look, and the document itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from honors.addresses import absolute_address
from honors.data_licence import CONDITION, LICENCE_NAME, LICENCE_URL, updated_on
from portal.api.description import openapi_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.http import HttpRequest, HttpResponse

OPENAPI_TYPE = "application/vnd.oai.openapi+json;version=3.1"
# An address that shows something, by the path it stands for.
_EXAMPLES = {"/api/v1/entries": "/api/v1/entries?size=5", "/api/v1/bulletins": "/api/v1/bulletins?size=5"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address."""

    name: str
    description: str
    default: str
    is_in_path: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of an answer."""

    name: str
    form: str
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An address of the API."""

    path: str
    summary: str
    description: str
    parameters: Sequence[Parameter]
    facts: Sequence[Fact]
    example: str


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Answer with the OpenAPI document."""
    return JsonResponse(openapi_document(), content_type=OPENAPI_TYPE, json_dumps_params={"ensure_ascii": False})


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Show the description for people. The queries of the totals."""
    document = openapi_document()
    context = {
        "operations": list(_operations(document)),
        "licence": {"name": LICENCE_NAME, "url": LICENCE_URL, "condition": CONDITION},
        "updated_on": updated_on(),
    }
    return TemplateResponse(request, "pages/api.html", context)


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    shapes = document["components"]["schemas"]
    for path, operations in document["paths"].items():
        operation = operations["get"]
        example = "" if "{" in path else absolute_address(_EXAMPLES.get(path, path))
        answer = operation["responses"][200]["content"]["application/json"]["schema"]
        yield Operation(
            path=path,
            summary=operation["summary"],
            description=" ".join(operation.get("description", "").split()),
            parameters=[_parameter(one) for one in operation["parameters"]],
            facts=list(_facts(_shape(answer, shapes), shapes)),
            example=example,
        )


def _parameter(described: dict[str, Any]) -> Parameter:
    schema = described["schema"]
    return Parameter(
        name=described["name"],
        description=described.get("description") or schema.get("description", ""),
        default=str(schema.get("default", "")),
        is_in_path=described["in"] == "path",
    )


def _facts(shape: dict[str, Any], shapes: dict[str, Any], prefix: str = "") -> Iterator[Fact]:
    """Fields of an answer, those of its items under `items[].`."""
    for name, described in shape.get("properties", {}).items():
        yield Fact(f"{prefix}{name}", _form(described), described.get("description", ""))
        if name == "items":
            yield from _facts(_shape(described["items"], shapes), shapes, "items[].")


def _shape(described: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = shapes[described["$ref"].rpartition("/")[2]] if "$ref" in described else described
    return found


def _form(described: dict[str, Any]) -> str:
    """The type in a word or two."""
    if "anyOf" in described:
        return " / ".join(_form(one) for one in described["anyOf"])
    if "$ref" in described:
        return str(described["$ref"].rpartition("/")[2])
    if described.get("type") == "array":
        return f"[{_form(described['items'])}]"
    return str(described.get("format") or described.get("type", ""))
