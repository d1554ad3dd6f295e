"""What row-level security asks of a row stands in the index of open appeals, so that counts still come from it alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0006_public_deeds")]

    operations = [
        migrations.RemoveIndex(model_name="appeal", name="appeals_open"),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(
                condition=models.Q(("state__in", ["registered", "accepted", "reopened"])),
                fields=["body", "safe_at", "id"],
                include=("state", "assignee", "asked_at", "replied_at", "tier", "has_bars", "root", "readers"),
                name="appeals_open",
            ),
        ),
    ]
