from django.db import migrations


class Migration(migrations.Migration):
    """Classes take the trade's names; the tables keep theirs, so nothing is done in the database."""

    dependencies = [("vault", "0005_subjects")]

    operations = [
        migrations.RenameModel("Look", "AccessRecord"),
        migrations.RenameModel("Knock", "FailedAttempt"),
    ]
