from django.db import migrations, models

from unionlaw.lib import migrating


class Migration(migrating.Migration):

    dependencies = [
        ('deadlines', '0008_reports'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='deadline',
            index=models.Index(fields=['due_on'], name='deadline_day'),
        ),
    ]
