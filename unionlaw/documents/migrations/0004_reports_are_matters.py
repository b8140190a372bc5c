from django.db import migrations, models

from unionlaw.lib import migrating


class Migration(migrating.Migration):
    dependencies = [("documents", "0003_corrections_keep_their_number")]

    operations = [
        migrations.AlterField(
            model_name="papertemplate",
            name="matter_kind",
            field=models.CharField(
                choices=[
                    ("consultation", "咨询"),
                    ("work_order", "工单"),
                    ("aid_case", "法律援助案件"),
                    ("mediation", "调解"),
                    ("lead", "线索"),
                    ("supervision_letter", "一函两书"),
                    ("inspection", "排查"),
                    ("report", "报表"),
                ],
                max_length=24,
                verbose_name="事项种类",
            ),
        )
    ]
