"""Find what changed after a day without a look at every event."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("honors", "0005_profile_pictures_and_members")]

    operations = [
        migrations.AddIndex(
            model_name="entryevent",
            index=models.Index(fields=["kind", "at"], name="event_by_kind_and_moment"),
        ),
    ]
