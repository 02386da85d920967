"""/media/: pictures as pages show them, for as long as a page shows them.

Strangers get renditions; originals and what no page shows are for people who
work inside.  Nothing but pictures is given out, each as the type its name
says, so that no upload ever runs in a visitor's browser.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.media.access import is_shown_to_strangers
from portal.media.models import PortalRendition

TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".heic": "image/heic",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
# Should a decoder be tricked into reading a document, it may load and run nothing.
_POLICY = "default-src 'none'; sandbox"


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with a picture's bytes; 404 for what is none, is gone, or is not for this visitor.

    Not kept by browsers without asking again: a photo that was withdrawn is
    gone at the next look.  One query finds the rendition, by its file's name.
    """
    content_type = TYPES.get(PurePosixPath(path).suffix.lower())
    if content_type is None:
        raise Http404
    rendition = PortalRendition.objects.select_related("image").filter(file=path).first()
    if rendition is not None and is_shown_to_strangers(rendition.image):
        cache_control = "public, max-age=0, must-revalidate"
    elif request.user.is_authenticated and request.user.has_perm("wagtailadmin.access_admin"):
        cache_control = "private, no-cache"
    else:
        raise Http404
    headers = {"Cache-Control": cache_control, "Content-Security-Policy": _POLICY, "Content-Disposition": "inline"}
    return HttpResponse(_content(path), content_type=content_type, headers=headers)


def _content(path: str) -> bytes:
    try:
        file: IO[Any] = default_storage.open(path)
    except OSError as error:
        raise Http404 from error
    with file:
        content: bytes = file.read()
        return content
