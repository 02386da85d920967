"""Order by given name under every filter, nameless entries last; one index for all counts of the book."""

from typing import Any

from django.db import migrations, models

NAMELESS_KEY = "z"


def nameless_last(apps: Any, schema_editor: Any) -> None:
    """Put entries without a public name behind all names."""
    entries = apps.get_model("honors", "RegisterEntry").objects.using(schema_editor.connection.alias)
    entries.filter(public_name="").update(sort_key=NAMELESS_KEY)


def nameless_first(apps: Any, schema_editor: Any) -> None:
    """Leave entries without a public name without a key."""
    entries = apps.get_model("honors", "RegisterEntry").objects.using(schema_editor.connection.alias)
    entries.filter(public_name="").update(sort_key="")


class Migration(migrations.Migration):
    dependencies = [
        ("honors", "0006_events_by_moment"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="registerentry",
            name="entry_counters",
        ),
        migrations.AlterField(
            model_name="registerentry",
            name="sort_key",
            field=models.CharField(default=NAMELESS_KEY, editable=False, max_length=200),
        ),
        migrations.RunPython(nameless_last, nameless_first),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(fields=["unit", "sort_key", "id"], name="entry_unit_by_name"),
        ),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(fields=["district", "sort_key", "id"], name="entry_district_by_name"),
        ),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(fields=["category", "sort_key", "id"], name="entry_category_by_name"),
        ),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(fields=["kind", "sort_key", "id"], name="entry_kind_by_name"),
        ),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(fields=["year", "sort_key", "id"], name="entry_year_by_name"),
        ),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(
                fields=["state", "kind", "category", "year", "district", "unit", "register"], name="entry_counters"
            ),
        ),
    ]
