"""Decisions and commendations keep since when they are on record; praise may be withdrawn, or only proposed."""

import django.db.models.deletion
import django.utils.timezone
import honors.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("honors", "0011_register_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CommendationProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "proposed_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="proposed at"),
                ),
                ("settled_at", models.DateTimeField(editable=False, null=True, verbose_name="settled at")),
                ("reason", models.CharField(blank=True, editable=False, max_length=300, verbose_name="reason")),
            ],
            options={
                "verbose_name": "commendation proposed",
                "verbose_name_plural": "commendations proposed",
                "ordering": ["entry", "-form__rank"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="commendation",
            name="commendation_form_once_per_entry",
        ),
        migrations.AddField(
            model_name="commendation",
            name="recorded_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded at"),
        ),
        migrations.AddField(
            model_name="commendation",
            name="recorded_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddField(
            model_name="commendation",
            name="withdrawn_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at"),
        ),
        migrations.AddField(
            model_name="commendation",
            name="withdrawn_because",
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="commendation",
            name="withdrawn_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="withdrawn by",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="file_name",
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="decision",
            name="folded",
            field=honors.fields.FoldedField("searched", blank=True, editable=False, max_length=1000),
        ),
        migrations.AddField(
            model_name="decision",
            name="recorded_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded at"),
        ),
        migrations.AddField(
            model_name="decision",
            name="recorded_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="revoked_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="revoked at"),
        ),
        migrations.AddField(
            model_name="decision",
            name="revoked_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="revokes",
                to="honors.decision",
                verbose_name="revoked by",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="subject",
            field=models.CharField(blank=True, max_length=300, verbose_name="about"),
        ),
        migrations.AddConstraint(
            model_name="commendation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("entry", "form", "decision"),
                name="commendation_form_once_per_entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                    models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                    _connector="OR",
                ),
                name="decision_revoked_by_a_decision",
            ),
        ),
        migrations.AlterConstraint(
            model_name="decision",
            name="decision_once",
            constraint=models.UniqueConstraint(
                fields=("issuer", "number", "signed_on"),
                name="decision_once",
                violation_error_message="This decision of this issuer and day is recorded already.",
            ),
        ),
        migrations.AddField(
            model_name="commendationproposal",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="honors.decision",
                verbose_name="decision",
            ),
        ),
        migrations.AddField(
            model_name="commendationproposal",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="honors.registerentry"
            ),
        ),
        migrations.AddField(
            model_name="commendationproposal",
            name="form",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="honors.commendationform",
                verbose_name="form",
            ),
        ),
        migrations.AddField(
            model_name="commendationproposal",
            name="led_to",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="honors.commendation",
                verbose_name="led to",
            ),
        ),
        migrations.AddField(
            model_name="commendationproposal",
            name="proposed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="proposed by",
            ),
        ),
        migrations.AddField(
            model_name="commendationproposal",
            name="settled_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="settled by",
            ),
        ),
        migrations.AddConstraint(
            model_name="commendationproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("settled_at__isnull", True)),
                fields=("entry", "form"),
                name="proposal_open_once_per_entry_and_form",
            ),
        ),
    ]
