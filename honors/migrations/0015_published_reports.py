"""Periodic reports as they were published."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("honors", "0014_on_record"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("month", "month"), ("quarter", "quarter"), ("half", "half-year"), ("year", "year")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("first", models.DateField(verbose_name="first day")),
                ("last", models.DateField(verbose_name="last day")),
                ("at", models.DateField(verbose_name="as recorded at the end of")),
                ("content", models.TextField(verbose_name="content")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="fingerprint")),
                ("issued_at", models.DateTimeField(verbose_name="issued at")),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
            ],
            options={
                "verbose_name": "published report",
                "verbose_name_plural": "published reports",
                "ordering": ["-last", "-first", "-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "first", "at"), name="report_once_per_period_and_day"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lte", models.F("last")), ("last__lte", models.F("at"))),
                        name="report_recorded_after_its_period",
                    ),
                ],
            },
        ),
    ]
