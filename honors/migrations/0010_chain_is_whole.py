"""From here on no event stands outside the chain."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("honors", "0009_chain_events")]

    operations = [
        migrations.AlterField(
            "entryevent",
            "register",
            models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="honors.register",
            ),
        ),
        migrations.AlterField("entryevent", "position", models.PositiveIntegerField(editable=False)),
        migrations.AddConstraint(
            "entryevent", models.UniqueConstraint(fields=["register", "position"], name="event_position_once")
        ),
    ]
