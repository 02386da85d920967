"""Give the cases under way a day they are due, and every dossier the key of its deed."""

import datetime

from django.db import migrations

from workflows.models import deed_key

DEFAULT_DAYS = 10


def weekdays_after(day, count):
    while count:
        day += datetime.timedelta(days=1)
        count -= day.weekday() < 5
    return day


def fill(apps, schema_editor):
    nominations = apps.get_model("workflows", "Nomination").objects
    steps = apps.get_model("workflows", "RouteStep").objects.values_list("guideline_id", "level", "working_days")
    days = {(guideline, level): count for guideline, level, count in steps}
    changed = []
    for row in nominations.only("achievement", "state", "guideline_id", "waiting_level", "waiting_since").iterator():
        row.deed_key = deed_key(row.achievement)
        if row.state == "in_review":
            count = days.get((row.guideline_id, row.waiting_level), DEFAULT_DAYS)
            row.due_on = weekdays_after(row.waiting_since.date(), count)
        changed.append(row)
    nominations.bulk_update(changed, ["deed_key", "due_on"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("workflows", "0003_review_desk")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
