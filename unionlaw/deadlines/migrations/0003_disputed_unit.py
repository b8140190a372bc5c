import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from unionlaw.lib import migrating


class Migration(migrating.Migration):

    dependencies = [
        ('deadlines', '0002_scopes_and_put_aside'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='ruleversion',
            name='ruleversion_append_only',
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='disputed_unit',
            field=models.CharField(blank=True, choices=[('calendar_day', '日（自然日）'), ('working_day', '工作日'), ('month', '个月'), ('year', '年'), ('hour', '小时'), ('fixed', '指定日期')], db_default='', max_length=12, verbose_name='有争议的单位'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ruleversion',
            trigger=pgtrigger.compiler.Trigger(name='ruleversion_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."backward" IS DISTINCT FROM (NEW."backward") OR OLD."bound" IS DISTINCT FROM (NEW."bound") OR OLD."bound_en" IS DISTINCT FROM (NEW."bound_en") OR OLD."by_post_id" IS DISTINCT FROM (NEW."by_post_id") OR OLD."by_user_id" IS DISTINCT FROM (NEW."by_user_id") OR OLD."cancels_on" IS DISTINCT FROM (NEW."cancels_on") OR OLD."citation" IS DISTINCT FROM (NEW."citation") OR OLD."citation_en" IS DISTINCT FROM (NEW."citation_en") OR OLD."confidence" IS DISTINCT FROM (NEW."confidence") OR OLD."consequence" IS DISTINCT FROM (NEW."consequence") OR OLD."consequence_en" IS DISTINCT FROM (NEW."consequence_en") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."disputed_unit" IS DISTINCT FROM (NEW."disputed_unit") OR OLD."effective_from" IS DISTINCT FROM (NEW."effective_from") OR OLD."exclude_first" IS DISTINCT FROM (NEW."exclude_first") OR OLD."extension_consent" IS DISTINCT FROM (NEW."extension_consent") OR OLD."extension_length" IS DISTINCT FROM (NEW."extension_length") OR OLD."extension_second_person" IS DISTINCT FROM (NEW."extension_second_person") OR OLD."extension_unlimited" IS DISTINCT FROM (NEW."extension_unlimited") OR OLD."fixed_field" IS DISTINCT FROM (NEW."fixed_field") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."job" IS DISTINCT FROM (NEW."job") OR OLD."ladder_id" IS DISTINCT FROM (NEW."ladder_id") OR OLD."length" IS DISTINCT FROM (NEW."length") OR OLD."matter_kind" IS DISTINCT FROM (NEW."matter_kind") OR OLD."meets_on" IS DISTINCT FROM (NEW."meets_on") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."opens_on" IS DISTINCT FROM (NEW."opens_on") OR OLD."ours" IS DISTINCT FROM (NEW."ours") OR OLD."responsible" IS DISTINCT FROM (NEW."responsible") OR OLD."restarts_on" IS DISTINCT FROM (NEW."restarts_on") OR OLD."resumes_on" IS DISTINCT FROM (NEW."resumes_on") OR OLD."roll_forward" IS DISTINCT FROM (NEW."roll_forward") OR OLD."rule_id" IS DISTINCT FROM (NEW."rule_id") OR OLD."shipped" IS DISTINCT FROM (NEW."shipped") OR OLD."start_field" IS DISTINCT FROM (NEW."start_field") OR OLD."subject_field" IS DISTINCT FROM (NEW."subject_field") OR OLD."suspends_on" IS DISTINCT FROM (NEW."suspends_on") OR OLD."suspension_note" IS DISTINCT FROM (NEW."suspension_note") OR OLD."suspension_note_en" IS DISTINCT FROM (NEW."suspension_note_en") OR OLD."trigger" IS DISTINCT FROM (NEW."trigger") OR OLD."trigger_en" IS DISTINCT FROM (NEW."trigger_en") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."urgent" IS DISTINCT FROM (NEW."urgent") OR OLD."why" IS DISTINCT FROM (NEW."why"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b915507b8177468de255eac0fb2a4da3751873b0', operation='UPDATE', pgid='pgtrigger_ruleversion_append_only_c8ed8', table='deadlines_ruleversion', when='BEFORE')),
        ),
    ]
