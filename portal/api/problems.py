"""Errors in one shape (RFC 9457), and answers that any page of any site may read."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja.errors import ValidationError

if TYPE_CHECKING:
    from django.http import HttpRequest
    from ninja import NinjaAPI

PROBLEM_TYPE = "application/problem+json"
METHODS = "GET, HEAD, OPTIONS"
View = Callable[..., HttpResponse]


def problem(status: int, detail: str) -> HttpResponse:
    """Return an error in words."""
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=PROBLEM_TYPE)


def explain(api: NinjaAPI) -> None:
    """Have the API answer in this shape where a parameter is wrong or nothing is found."""

    @api.exception_handler(ValidationError)
    def wrong_parameter(request: HttpRequest, error: ValidationError) -> HttpResponse:
        faults = [f"{fault['loc'][-1]}: {fault['msg']}" for fault in error.errors]
        return problem(400, "; ".join(faults))

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(404, _("There is nothing at this address."))


def nothing_here(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Answer below the API where there is no address."""
    return problem(404, _("There is nothing at this address."))


def for_any_site(response: HttpResponse) -> HttpResponse:
    """Let the pages of any site read an answer, and its ETag."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag"
    return response


def open_to_all(view: View) -> View:
    """Let any site read it, HEAD be GET without a body, and any other method be told so.

    No cookie is read or set, so there is nothing another site could borrow.
    """

    @csrf_exempt
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            asked, request.method = request.method, "GET"
            response = view(request, *args, **kwargs)
            request.method = asked
        elif request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
            response.headers["Access-Control-Max-Age"] = "86400"
        else:
            response = problem(405, _("This can only be read."))
        if response.status_code in {204, 405}:
            response.headers["Allow"] = response.headers["Access-Control-Allow-Methods"] = METHODS
        return for_any_site(response)

    return opened
