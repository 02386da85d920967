"""Tags of the public pages' frame: what they tell other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.page_head import page_head
from portal.structured_data import breadcrumbs, json_ld

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.template.base import NodeList, Parser, Token
    from django.template.context import Context

register = template.Library()


class KeptNode(template.Node):
    """Renders what it encloses into a variable instead of the page."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> SafeString:
        """Keep the words, on one line; they may stand in an attribute as well as in an element."""
        words = " ".join(str(self.nodelist.render(context)).split()).replace('"', "&quot;")
        context[self.name] = mark_safe(words)  # noqa: S308  # rendered by the template, with its own escaping
        return SafeString("")


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Keep a block that is needed twice: `{% kept title %}{% block title %}…{% endblock %}{% endkept %}`."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, name)


@register.inclusion_tag("components/page_head.html", takes_context=True)
def machine_head(context: Context, title: str, description: str) -> dict[str, Any]:
    """Canonical address, Open Graph and data blocks of the page being rendered; nothing in a preview."""
    head = page_head(context.flatten())
    blocks = [json_ld(thing) for thing in head.things] if head else []
    return {"head": head, "title": title, "description": description, "blocks": blocks}


@register.simple_tag
def breadcrumb_data(
    here: str, parent_label: str = "", parent_path: str = "", trail: Iterable[tuple[str, str]] = ()
) -> SafeString:
    """The crumbs of a page as data."""
    steps = [(_("Home"), reverse("wagtail_serve", args=[""])), *(trail or ())]
    if parent_label:
        steps.append((str(parent_label), reverse("wagtail_serve", args=[parent_path])))
    return json_ld(breadcrumbs([*steps, (str(here), "")]))
