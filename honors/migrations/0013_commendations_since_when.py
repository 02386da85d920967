"""Since when commendations written before are on record: the day of their decision, or their entry's moment."""

import datetime
from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from honors.vietnamese import fold


def since_when(apps: Any, schema_editor: Any) -> None:
    """Give each the moment the figures counted it from so far, and let decisions be found by their words."""
    alias = schema_editor.connection.alias
    commendations = apps.get_model("honors", "Commendation").objects.using(alias)
    decisions = apps.get_model("honors", "Decision").objects.using(alias)
    entries = apps.get_model("honors", "RegisterEntry").objects.using(alias)
    moments = entries.filter(pk=OuterRef("entry")).values("recorded_at")[:1]
    commendations.filter(decision=None).update(recorded_at=Subquery(moments))
    for decision in decisions.order_by("pk").iterator():
        morning = timezone.make_aware(datetime.datetime.combine(decision.signed_on, datetime.time.min))
        folded = fold(f"{decision.number} {decision.issuer} {decision.signer}")[:1000]
        commendations.filter(decision=decision.pk).update(recorded_at=morning)
        decisions.filter(pk=decision.pk).update(recorded_at=morning, folded=folded)


class Migration(migrations.Migration):
    dependencies = [
        ("honors", "0012_decisions_on_record"),
    ]

    operations = [
        migrations.RunPython(since_when, migrations.RunPython.noop),
    ]
