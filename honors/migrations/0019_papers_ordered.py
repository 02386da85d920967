"""Papers that are ordered and set by a task."""

import django.db.models.deletion
import honors.storage
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("honors", "0018_chain_heads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("arguments", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("reading", "reading the entries"),
                            ("setting", "being typeset"),
                            ("done", "ready"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("lines", models.PositiveIntegerField(default=0, verbose_name="lines")),
                ("message", models.CharField(blank=True, max_length=300, verbose_name="message")),
                (
                    "file",
                    models.FileField(
                        blank=True, storage=honors.storage.private_storage, upload_to="papers/%Y/", verbose_name="file"
                    ),
                ),
                ("file_name", models.CharField(max_length=120)),
                ("ordered_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "ordered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "paper ordered",
                "verbose_name_plural": "papers ordered",
                "ordering": ["-pk"],
            },
        ),
    ]
