"""What pages may load, and who may frame them."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from portal.csp import ADMIN_POLICY, PREVIEW_POLICY, PUBLIC_POLICY, ContentSecurityPolicyMiddleware

HEADER = "Content-Security-Policy"


def policy(path: str, brought: str = "") -> str:
    """What a visitor gets for an answer that brings a policy of its own, or none."""

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={HEADER: brought} if brought else {})

    return ContentSecurityPolicyMiddleware(view)(RequestFactory().get(path)).headers[HEADER]


@pytest.mark.parametrize(
    ("path", "brought", "sent"),
    [
        ("/", "", PUBLIC_POLICY),
        ("/admin/", "", ADMIN_POLICY),
        ("/admin/pages/7/edit/preview/", PUBLIC_POLICY, PREVIEW_POLICY),
        ("/admin/file/", "sandbox", "sandbox"),
        ("/administration/", PUBLIC_POLICY, PUBLIC_POLICY),
    ],
)
def test_policy__is_of_the_place_the_answer_is_for(path: str, brought: str, sent: str) -> None:
    assert policy(path, brought) == sent


def test_preview__is_the_public_page_but_for_its_frame() -> None:
    assert PREVIEW_POLICY.replace("frame-ancestors 'self'", "frame-ancestors 'none'") == PUBLIC_POLICY
