"""What everybody may read of appeals whose senders wished it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0017_new_series")]

    operations = [
        migrations.CreateModel(
            name="PublicAppeal",
            fields=[
                ("appeal", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.BigIntegerField()),
                ("number", models.CharField(max_length=24)),
                ("wished_at", models.DateTimeField()),
                ("lat", models.FloatField(null=True)),
                ("long", models.FloatField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("text", models.TextField(blank=True, db_default="", default="")),
                ("service", models.CharField(blank=True, db_default="", default="", max_length=60)),
                ("place", models.BigIntegerField(null=True)),
                ("body", models.BigIntegerField(null=True)),
                ("state", models.CharField(db_default="registered", default="registered", max_length=12)),
                ("ending", models.CharField(blank=True, db_default="", default="", max_length=12)),
                ("registered_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "appeals_public",
                "indexes": [
                    models.Index(
                        condition=models.Q(("published_at__isnull", False)),
                        fields=["-registered_at", "-appeal"],
                        name="appeals_public_newest",
                    ),
                    models.Index(
                        condition=models.Q(("published_at__isnull", False)),
                        fields=["number"],
                        name="appeals_public_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicUpdate",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("appeal", models.BigIntegerField()),
                ("number", models.CharField(max_length=24)),
                ("root", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("state", models.CharField(max_length=12)),
                ("ending", models.CharField(blank=True, db_default="", default="", max_length=12)),
                ("body", models.BigIntegerField()),
            ],
            options={
                "db_table": "appeals_public_update",
                "indexes": [
                    models.Index(fields=["at", "id"], name="appeals_public_updates"),
                    models.Index(fields=["appeal"], name="appeals_public_updates_of"),
                ],
            },
        ),
    ]
