"""What could not be delivered, until somebody has told its receiver in another way."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0002_enclosed"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="settled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(gave_up_at__isnull=False, sent_at=None, settled_at=None),
                fields=["thing", "gave_up_at"],
                name="channels_notice_undelivered",
            ),
        ),
    ]
