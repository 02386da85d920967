"""The workflow of nominations with its four levels, and the retirement of Wagtail's default one."""

from django.db import migrations

WORKFLOW_NAME = "Người tốt - Việc tốt"
LEVEL_NAMES = {1: "Chi bộ", 2: "Cấp cơ sở", 3: "Cấp trên trực tiếp cơ sở", 4: "Tỉnh"}


def create(apps, schema_editor):
    content_type_model = apps.get_model("contenttypes", "ContentType")
    workflow_model = apps.get_model("wagtailcore", "Workflow")
    task_model = apps.get_model("workflows", "UnitApprovalTask")
    workflow_task_model = apps.get_model("wagtailcore", "WorkflowTask")

    workflow_model.objects.filter(name="Moderators approval").update(active=False)
    apps.get_model("wagtailcore", "WorkflowPage").objects.filter(workflow__name="Moderators approval").delete()

    content_type, _created = content_type_model.objects.get_or_create(app_label="workflows", model="unitapprovaltask")
    workflow = workflow_model.objects.create(name=WORKFLOW_NAME, active=True)
    for level, name in LEVEL_NAMES.items():
        task = task_model.objects.create(name=name, level=level, active=True, content_type=content_type)
        workflow_task_model.objects.create(workflow=workflow, task_id=task.pk, sort_order=level)


def remove(apps, schema_editor):
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW_NAME).delete()
    tasks = apps.get_model("workflows", "UnitApprovalTask").objects.all()
    apps.get_model("wagtailcore", "Task").objects.filter(pk__in=list(tasks.values_list("pk", flat=True))).delete()
    apps.get_model("wagtailcore", "Workflow").objects.filter(name="Moderators approval").update(active=True)


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create, remove)]
