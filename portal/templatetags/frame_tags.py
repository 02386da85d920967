"""The parts of the public pages' frame that are the same on page after page, rendered once in a process."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def frame_part(name: str, current: str = "") -> SafeString:
    """Print a part of the frame: `{% frame_part "components/masthead.html" open_section %}`.

    `current` is the section that is open and the value of its `aria-current`,
    as the page's block has them: “register page”, “bulletins
    true”.  A part depends on these and on the language, not on the visitor,
    the page or the database, so error pages may show it too.
    """
    build = _rendered.__wrapped__ if settings.DEBUG else _rendered
    return build(name, " ".join(current.split()), get_language() or "", get_script_prefix())


# Parts times the sections that can be open.
@lru_cache(maxsize=64)
def _rendered(name: str, current: str, language: str, script_prefix: str) -> SafeString:
    section, _space, mark = current.partition(" ")
    return mark_safe(render_to_string(name, {"section": section, "mark": mark}))  # noqa: S308  # escaped by the template
