from django.db import migrations, models

from unionlaw.lib import migrating


class Migration(migrating.Migration):

    dependencies = [
        ('cases', '0002_follow_ups'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='hearing',
            index=models.Index(fields=['starts_at'], name='hearing_day'),
        ),
        migrations.AddIndex(
            model_name='filing',
            index=models.Index(fields=['filed_on'], name='filing_day'),
        ),
        migrations.AddIndex(
            model_name='worklog',
            index=models.Index(fields=['worked_on'], name='work_day'),
        ),
    ]
