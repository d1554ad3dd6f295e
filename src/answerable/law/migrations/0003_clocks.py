"""What forwarding does to a term, and that the content of a matter may decide it, are data of a profile."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("law", "0002_names_of_before")]
    operations = [
        migrations.AddField(
            model_name="profile",
            name="on_forward",
            field=models.CharField(db_default="restarts", default="restarts", max_length=10),
        ),
        migrations.AddField(model_name="profile", name="by_content", field=models.JSONField(null=True)),
    ]
