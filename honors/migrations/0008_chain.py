"""Columns of the chain: each event's place, salts and hash, each register's head."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("honors", "0007_register_order")]

    operations = [
        migrations.AddField(
            "register",
            "head",
            models.CharField(blank=True, editable=False, max_length=64, default=""),
            preserve_default=False,
        ),
        migrations.AddField("register", "length", models.PositiveIntegerField(default=0, editable=False)),
        migrations.AddField(
            "entryevent",
            "register",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="honors.register",
            ),
        ),
        migrations.AddField("entryevent", "position", models.PositiveIntegerField(editable=False, null=True)),
        migrations.AddField(
            "entryevent", "salts", models.JSONField(default=dict, editable=False), preserve_default=False
        ),
        migrations.AddField("entryevent", "commitments", models.JSONField(default=dict, editable=False)),
        migrations.AddField(
            "entryevent", "hash", models.CharField(default="", editable=False, max_length=64), preserve_default=False
        ),
        migrations.AlterField("entryevent", "values", models.JSONField()),
    ]
