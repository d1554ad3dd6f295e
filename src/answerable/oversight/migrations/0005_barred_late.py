"""Who is barred late is put before the chair, with what they had read before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("oversight", "0004_held_rows")]

    operations = [
        migrations.AddField("item", "bar", models.BigIntegerField(null=True)),
        migrations.RemoveConstraint("item", "oversight_item_once"),
        migrations.AddConstraint(
            "item",
            models.UniqueConstraint(
                fields=["body", "appeal", "escalation", "instruction", "bar"],
                name="oversight_item_is_once",
                nulls_distinct=False,
            ),
        ),
    ]
