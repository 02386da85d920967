"""The fixed pages of the site, the groups that work on bulletins, and their moderation."""

from django.db import migrations

PAGES = [  # model app, model name, title, slug, treebeard path, depth, children, url path
    ("bulletins", "homepage", "Người tốt - Việc tốt", "trang-chu", "00010001", 2, 2, "/trang-chu/"),
    ("honors", "honoreeindexpage", "Sổ ghi danh", "so-ghi-danh", "000100010001", 3, 0, "/trang-chu/so-ghi-danh/"),
    ("bulletins", "bulletinindexpage", "Bản tin", "ban-tin", "000100010002", 3, 0, "/trang-chu/ban-tin/"),
]
BULLETIN_EDITORS = "Biên tập bản tin"
PROVINCE_EDITORS = "Biên tập viên tỉnh"
REVIEW_STAFF = "Cán bộ đơn vị"
ADMINISTRATORS = "Quản trị"
MODERATION = "Duyệt bản tin"


def create(apps, schema_editor):
    make_pages(apps)
    groups = make_groups(apps)
    make_moderation(apps, groups[PROVINCE_EDITORS])


def make_pages(apps):
    page_model = apps.get_model("wagtailcore", "Page")
    content_type_model = apps.get_model("contenttypes", "ContentType")
    site_model = apps.get_model("wagtailcore", "Site")
    locale = apps.get_model("wagtailcore", "Locale").objects.first()

    site_model.objects.all().delete()
    page_model.objects.filter(path="00010001").delete()
    for app, model, title, slug, path, depth, children, url_path in PAGES:
        content_type, _created = content_type_model.objects.get_or_create(app_label=app, model=model)
        apps.get_model(app, model).objects.create(
            title=title,
            draft_title=title,
            slug=slug,
            path=path,
            depth=depth,
            numchild=children,
            url_path=url_path,
            content_type=content_type,
            locale=locale,
            live=True,
        )
    home = page_model.objects.get(path="00010001")
    site_model.objects.create(hostname="localhost", site_name="Ghi Danh", root_page=home, is_default_site=True)


def make_groups(apps):
    group_model = apps.get_model("auth", "Group")
    group_model.objects.filter(name__in=["Moderators", "Editors"]).delete()
    groups = {
        name: group_model.objects.create(name=name)
        for name in (BULLETIN_EDITORS, PROVINCE_EDITORS, REVIEW_STAFF, ADMINISTRATORS)
    }
    admin_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailadmin", model="admin"
    )
    permission_model = apps.get_model("auth", "Permission")
    access, _created = permission_model.objects.get_or_create(
        content_type=admin_type, codename="access_admin", defaults={"name": "Can access Wagtail admin"}
    )
    for group in groups.values():
        group.permissions.add(access)
    grant_pages(apps, groups)
    grant_pictures(apps, groups)
    return groups


def grant_pages(apps, groups):
    page_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailcore", model="page"
    )
    page_model = apps.get_model("wagtailcore", "Page")
    grants = {
        BULLETIN_EDITORS: [("ban-tin", "add_page")],
        PROVINCE_EDITORS: [
            ("ban-tin", "add_page"),
            ("ban-tin", "change_page"),
            ("ban-tin", "publish_page"),
            ("so-ghi-danh", "change_page"),
            ("so-ghi-danh", "publish_page"),
        ],
    }
    for group, pairs in grants.items():
        for slug, codename in pairs:
            permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=page_type, codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"}
            )
            apps.get_model("wagtailcore", "GroupPagePermission").objects.create(
                group=groups[group], page=page_model.objects.get(slug=slug, depth=3), permission=permission
            )


def grant_pictures(apps, groups):
    # Wagtail asks for the permissions of its own image model, whatever model a site uses.
    image_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailimages", model="image"
    )
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    for group in (BULLETIN_EDITORS, PROVINCE_EDITORS):
        for codename in ("add_image", "choose_image"):
            permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=image_type, codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"}
            )
            apps.get_model("wagtailcore", "GroupCollectionPermission").objects.create(
                group=groups[group], collection=root, permission=permission
            )


def make_moderation(apps, province_editors):
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )
    task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.create(
        name=MODERATION, active=True, content_type=content_type
    )
    task.groups.add(province_editors)
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=MODERATION, active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    bulletins = apps.get_model("wagtailcore", "Page").objects.get(slug="ban-tin", depth=3)
    apps.get_model("wagtailcore", "WorkflowPage").objects.create(workflow=workflow, page=bulletins)


def remove(apps, schema_editor):
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=MODERATION).delete()
    apps.get_model("wagtailcore", "Task").objects.filter(name=MODERATION).delete()
    names = [BULLETIN_EDITORS, PROVINCE_EDITORS, REVIEW_STAFF, ADMINISTRATORS]
    apps.get_model("auth", "Group").objects.filter(name__in=names).delete()
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    for app, model, *_rest in reversed(PAGES):
        apps.get_model(app, model).objects.all().delete()
    apps.get_model("wagtailcore", "Page").objects.filter(depth=1).update(numchild=0)


class Migration(migrations.Migration):
    dependencies = [
        ("bulletins", "0001_initial"),
        ("honors", "0001_initial"),
        ("media", "0001_initial"),
        ("workflows", "0002_review_workflow"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtaildocs", "0011_add_choose_permissions"),
        ("wagtailimages", "0023_add_choose_permissions"),
        ("wagtailsearch", "0001_initial"),
    ]

    operations = [migrations.RunPython(create, remove)]
