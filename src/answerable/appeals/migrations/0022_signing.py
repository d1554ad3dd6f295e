"""An answer waits for a signature, or came back with a remark."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0021_corrected")]
    operations = [
        migrations.AddField("draft", "offered_at", models.DateTimeField(null=True)),
        migrations.AddField("draft", "returned", models.BigIntegerField(null=True)),
        migrations.AddIndex(
            "draft",
            models.Index(condition=models.Q(offered_at__isnull=False), fields=["appeal"], name="appeals_draft_offered"),
        ),
    ]
