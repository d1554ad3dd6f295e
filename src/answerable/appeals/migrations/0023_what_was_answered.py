"""The words of an answer that everybody may read, and the public log of what was struck out of published words."""

from django.db import migrations, models

import answerable.base.ids


class Migration(migrations.Migration):
    dependencies = [("appeals", "0022_signing")]
    operations = [
        migrations.AddField("publicappeal", "answer", models.TextField(blank=True, db_default="", default="")),
        migrations.AddField(
            "publicappeal", "overruled", models.CharField(blank=True, db_default="", default="", max_length=12)
        ),
        migrations.CreateModel(
            "RedactionLine",
            [
                ("id", models.BigIntegerField(default=answerable.base.ids.new_id, primary_key=True, serialize=False)),
                ("entry", models.BigIntegerField()),
                ("appeal", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("part", models.CharField(max_length=6)),
                ("reason", models.CharField(max_length=12)),
                ("times", models.IntegerField()),
            ],
            options={"db_table": "appeals_redaction"},
        ),
        migrations.AddIndex("redactionline", models.Index(fields=["-at", "-id"], name="appeals_redaction_newest")),
        migrations.AddIndex("redactionline", models.Index(fields=["appeal"], name="appeals_redaction_of")),
    ]
