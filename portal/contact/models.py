"""The office behind the portal, as editors keep it under Settings."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="mail", order=10)
class ContactDetails(BaseGenericSetting):
    """Address, telephone, mail and hours; a named person for the rights of honoured persons; a line in English.

    The English line is asked for by Decree 42/2022/NĐ-CP.  The groups of
    administrators and of the province's editors may change it (migration 0001).
    """

    office = models.CharField(_("office"), max_length=200, blank=True)
    address = models.TextField(_("address"), max_length=400, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    hours = models.TextField(_("working hours"), max_length=400, blank=True)
    rights_person = models.CharField(
        _("contact person for the rights of honoured persons"),
        max_length=120,
        blank=True,
        help_text=_("Name and post."),
    )
    rights_phone = models.CharField(_("their telephone"), max_length=60, blank=True)
    rights_email = models.EmailField(_("their e-mail"), blank=True)
    english = models.TextField(
        _("structure and contact in English"),
        max_length=600,
        blank=True,
        help_text=_("One or two sentences for readers of English: whose portal this is, and how to reach the office."),
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("office"),
                FieldPanel("address"),
                FieldPanel("phone"),
                FieldPanel("email"),
                FieldPanel("hours"),
            ],
            heading=_("Office"),
        ),
        MultiFieldPanel(
            [FieldPanel("rights_person"), FieldPanel("rights_phone"), FieldPanel("rights_email")],
            heading=_("Rights of honoured persons"),
        ),
        FieldPanel("english"),
    ]

    class Meta:
        verbose_name = _("contact details")
        verbose_name_plural = _("contact details")

    def __str__(self) -> str:
        return self.office

    @classmethod
    def current(cls) -> Any:
        """The details as they are, blank where nobody filled them in; reading writes nothing. One query."""
        return cls.objects.first() or cls()
