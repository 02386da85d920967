"""Blocks of a story or a bulletin: headings, paragraphs, quotes, captioned figures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

_INLINE = ["bold", "italic", "link"]


class FigureBlock(blocks.StructBlock):
    """A picture with caption and credit; a caption without a picture is kept for a picture to come."""

    image = ImageChooserBlock(label=_("picture"), required=False)
    caption = blocks.CharBlock(label=_("caption"))
    credit = blocks.CharBlock(label=_("credit"), required=False)

    class Meta:
        icon = "image"
        label = _("Figure")
        template = "blocks/figure.html"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, and whose they are."""

    text = blocks.TextBlock(label=_("words"))
    source = blocks.CharBlock(label=_("who said it"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blocks/quote.html"


class PhotoBlock(blocks.StructBlock):
    """A picture of the gallery: what it shows, and who took it."""

    image = ImageChooserBlock(label=_("picture"))
    caption = blocks.CharBlock(label=_("caption"), max_length=200)
    credit = blocks.CharBlock(label=_("credit"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Photo")


STORY_BLOCKS: list[tuple[str, blocks.Block]] = [
    ("heading", blocks.CharBlock(label=_("Heading"), icon="title", template="blocks/heading.html")),
    ("paragraph", blocks.RichTextBlock(label=_("Paragraph"), features=_INLINE, template="blocks/paragraph.html")),
    ("figure", FigureBlock()),
    ("quote", QuoteBlock()),
]
GALLERY_BLOCKS: list[tuple[str, blocks.Block]] = [("photo", PhotoBlock())]
