"""What was on record about ceremonies and enrolments since when."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("honors", "0013_commendations_since_when"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CeremonyEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("held_on", models.DateField()),
                ("units", models.JSONField()),
                ("attended", models.PositiveIntegerField(null=True)),
                ("expected", models.PositiveIntegerField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ceremony",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="honors.ceremony"
                    ),
                ),
            ],
            options={
                "verbose_name": "ceremony event",
                "verbose_name_plural": "ceremony events",
                "ordering": ["ceremony", "pk"],
                "indexes": [models.Index(fields=["at"], name="ceremony_event_moment")],
            },
        ),
        migrations.CreateModel(
            name="EnrolmentEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="honors.programmeenrolment",
                    ),
                ),
            ],
            options={
                "verbose_name": "enrolment event",
                "verbose_name_plural": "enrolment events",
                "ordering": ["enrolment", "pk"],
                "indexes": [models.Index(fields=["at"], name="enrolment_event_moment")],
            },
        ),
    ]
