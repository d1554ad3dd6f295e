"""The tables of law are another room's now (`law.0001`); here only what Django knows of them changes, no table does."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0009_chosen"), ("law", "0001_from_appeals")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="appeal",
                    name="category",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="law.category",
                    ),
                ),
                migrations.AlterField(
                    model_name="appeal",
                    name="profile",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="law.profile",
                    ),
                ),
                migrations.DeleteModel("Jurisdiction"),
                migrations.DeleteModel("Category"),
                migrations.DeleteModel("Ground"),
                migrations.DeleteModel("Profile"),
                migrations.DeleteModel("Rung"),
                migrations.DeleteModel("Setting"),
                migrations.DeleteModel("Template"),
            ],
        ),
    ]
