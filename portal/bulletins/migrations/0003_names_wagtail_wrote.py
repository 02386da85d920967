"""Vietnamese names for the rows that Wagtail's own migrations write in English, and that no catalogue reaches."""

from django.db import migrations

NAMES = [  # model, field, condition, before, after
    ("Page", "title", {"depth": 1}, "Root", "Gốc"),
    ("Page", "draft_title", {"depth": 1}, "Root", "Gốc"),
    ("Collection", "name", {"depth": 1}, "Root", "Gốc"),
    ("Workflow", "name", {}, "Moderators approval", "Duyệt chung"),
    ("Task", "name", {}, "Moderators approval", "Duyệt chung"),
]


def rename(apps, schema_editor):
    for model, field, condition, before, after in NAMES:
        _rows(apps, model).filter(**condition, **{field: before}).update(**{field: after})


def undo(apps, schema_editor):
    for model, field, condition, before, after in NAMES:
        _rows(apps, model).filter(**condition, **{field: after}).update(**{field: before})


def _rows(apps, model):
    return apps.get_model("wagtailcore", model).objects


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0002_root_pages")]
    operations = [migrations.RunPython(rename, undo)]
