from django.db import migrations, models

from unionlaw.lib import migrating


class Migration(migrating.Migration):
    dependencies = [("deadlines", "0003_disputed_unit")]

    operations = [
        migrations.AddField(
            model_name="deadline",
            name="named",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
