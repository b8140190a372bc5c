from django.db import migrations, models

from unionlaw.lib import migrating


class Migration(migrating.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Told",
            fields=[
                ("step", models.CharField(max_length=80, primary_key=True, serialize=False, verbose_name="步骤")),
                ("told_at", models.DateTimeField(verbose_name="时间")),
                ("data", models.JSONField(db_default={}, default=dict)),
            ],
            options={
                "verbose_name": "演示步骤",
            },
        ),
    ]
