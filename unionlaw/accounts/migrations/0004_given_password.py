from django.db import migrations, models

from unionlaw.lib import migrating


class Migration(migrating.Migration):

    dependencies = [
        ("accounts", "0003_draft_address"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="password_is_given",
            field=models.BooleanField(db_default=False, default=False, verbose_name="密码由管理员设置"),
        ),
    ]
