import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import unionlaw.lib.sealed
import unionlaw.lib.search
import uuid
from django.conf import settings
from django.db import migrations, models

from unionlaw.lib import migrating

# Distinct characters and bigrams of folded text, for GIN indexes that find substrings of any length (unionlaw.lib.search).
# Terms never span a space. The high cost keeps the planner from calling it row by row in a walk along another index.
TERMS = """
CREATE OR REPLACE FUNCTION unionlaw_terms(t text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5000 AS $$
    SELECT array(
        SELECT DISTINCT term
        FROM unnest(
            a || array(
                SELECT one || two FROM unnest(a, a[2:]) AS pair(one, two) WHERE one <> ' ' AND two <> ' '
            )
        ) AS term
        WHERE term <> ' '
    )
    FROM string_to_array(t, NULL) AS a
$$
"""


class Migration(migrating.Migration):
    initial = True

    dependencies = [
        ('network', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(TERMS, 'DROP FUNCTION IF EXISTS unionlaw_terms(text)', elidable=False),
        migrations.CreateModel(
            name='Employer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('name_folded', models.CharField(editable=False, max_length=120)),
                ('short_name', models.CharField(blank=True, db_default='', max_length=120, verbose_name='简称或曾用名')),
                ('initials', models.CharField(db_default='', editable=False, max_length=120)),
                ('search_text', models.TextField(editable=False)),
                ('uscc', models.CharField(blank=True, max_length=18, null=True, verbose_name='统一社会信用代码')),
                ('uscc_warning', models.CharField(blank=True, db_default='', editable=False, max_length=120)),
                ('kind', models.CharField(choices=[('company', '企业'), ('individual', '个体工商户'), ('dispatch', '劳务派遣单位'), ('platform', '平台企业'), ('institution', '事业单位'), ('organ', '机关'), ('social', '社会组织'), ('other', '其他')], default='company', max_length=16, verbose_name='类型')),
                ('size', models.CharField(blank=True, choices=[('micro', '20人以下'), ('small', '20至299人'), ('medium', '300至999人'), ('large', '1000人以上')], db_default='', max_length=8, verbose_name='规模')),
                ('address', models.CharField(blank=True, db_default='', max_length=200, verbose_name='地址')),
                ('legal_representative', models.CharField(blank=True, db_default='', max_length=60, verbose_name='法定代表人')),
                ('registered_at', models.DateTimeField(verbose_name='登记时间')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='registers.employer', verbose_name='并入')),
                ('registered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '用人单位',
            },
        ),
        migrations.CreateModel(
            name='EmployerContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=60, verbose_name='联系人')),
                ('position', models.CharField(blank=True, db_default='', max_length=60, verbose_name='职务')),
                ('phone', unionlaw.lib.sealed.SealedTextField(mask='phone', sealed_label='registers_employercontact.phone', verbose_name='联系电话')),
                ('phone_index', models.BinaryField(null=True)),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='registers.employer')),
            ],
            options={
                'verbose_name': '联系人',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='EmployerContactEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('sealed_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=60, verbose_name='联系人')),
                ('position', models.CharField(blank=True, db_default='', max_length=60, verbose_name='职务')),
                ('phone', unionlaw.lib.sealed.SealedTextField(mask='phone', sealed_label='registers_employercontact.phone', verbose_name='联系电话')),
                ('phone_index', models.BinaryField(null=True)),
                ('employer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registers.employer')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='registers.employercontact')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EmployerRelation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('subsidiary', '是其子公司或分支机构'), ('dispatches', '向其派遣劳动者'), ('contractor', '承包其业务或工程'), ('affiliated', '以其名义经营（挂靠）')], max_length=16, verbose_name='关系')),
                ('note', models.CharField(blank=True, db_default='', max_length=200, verbose_name='说明')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations', to='registers.employer')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations_from', to='registers.employer')),
            ],
            options={
                'verbose_name': '单位关系',
                'ordering': ['kind', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='EmployerRelationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('subsidiary', '是其子公司或分支机构'), ('dispatches', '向其派遣劳动者'), ('contractor', '承包其业务或工程'), ('affiliated', '以其名义经营（挂靠）')], max_length=16, verbose_name='关系')),
                ('note', models.CharField(blank=True, db_default='', max_length=200, verbose_name='说明')),
                ('employer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registers.employer')),
                ('other', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registers.employer')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='registers.employerrelation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Industry',
            fields=[
                ('code', models.CharField(max_length=5, primary_key=True, serialize=False, verbose_name='代码')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='registers.industry')),
            ],
            options={
                'verbose_name': '行业',
                'ordering': ['code'],
            },
        ),
        migrations.AddField(
            model_name='employer',
            name='industry',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registers.industry', verbose_name='行业'),
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('code', models.CharField(max_length=12, primary_key=True, serialize=False, verbose_name='代码')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('full_name', models.CharField(help_text='省、市、区、街 in one', max_length=160, verbose_name='全称')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '省级'), (2, '地级'), (3, '县级'), (4, '乡级')], verbose_name='级别')),
                ('initials', models.CharField(db_default='', max_length=60)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='启用日期')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='registers.region')),
            ],
            options={
                'verbose_name': '行政区划',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='EmployerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('short_name', models.CharField(blank=True, db_default='', max_length=120, verbose_name='简称或曾用名')),
                ('uscc', models.CharField(blank=True, max_length=18, null=True, verbose_name='统一社会信用代码')),
                ('uscc_warning', models.CharField(blank=True, db_default='', editable=False, max_length=120)),
                ('kind', models.CharField(choices=[('company', '企业'), ('individual', '个体工商户'), ('dispatch', '劳务派遣单位'), ('platform', '平台企业'), ('institution', '事业单位'), ('organ', '机关'), ('social', '社会组织'), ('other', '其他')], default='company', max_length=16, verbose_name='类型')),
                ('size', models.CharField(blank=True, choices=[('micro', '20人以下'), ('small', '20至299人'), ('medium', '300至999人'), ('large', '1000人以上')], db_default='', max_length=8, verbose_name='规模')),
                ('address', models.CharField(blank=True, db_default='', max_length=200, verbose_name='地址')),
                ('legal_representative', models.CharField(blank=True, db_default='', max_length=60, verbose_name='法定代表人')),
                ('registered_at', models.DateTimeField(verbose_name='登记时间')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registers.employer', verbose_name='并入')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='registers.employer')),
                ('registered_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('industry', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registers.industry', verbose_name='行业')),
                ('region', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registers.region', verbose_name='所在地')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='employer',
            name='region',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registers.region', verbose_name='所在地'),
        ),
        migrations.CreateModel(
            name='Worker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('name_folded', models.CharField(editable=False, max_length=60)),
                ('initials', models.CharField(db_default='', editable=False, max_length=60)),
                ('search_text', models.TextField(editable=False)),
                ('id_kind', models.CharField(choices=[('citizen', '居民身份证（含港澳台居民居住证）'), ('passport', '护照'), ('hk_macao_permit', '港澳居民来往内地通行证'), ('taiwan_permit', '台湾居民来往大陆通行证'), ('foreign_resident_card', '外国人永久居留身份证'), ('none', '暂无证件')], default='citizen', max_length=24, verbose_name='证件类型')),
                ('id_number', unionlaw.lib.sealed.SealedTextField(mask='number', sealed_label='registers_worker.id_number', verbose_name='证件号码')),
                ('id_index', models.BinaryField(null=True)),
                ('birth_date', models.DateField(blank=True, null=True, verbose_name='出生日期')),
                ('sex', models.CharField(blank=True, choices=[('female', '女'), ('male', '男')], db_default='', max_length=8, verbose_name='性别')),
                ('phone', unionlaw.lib.sealed.SealedTextField(mask='phone', sealed_label='registers_worker.phone', verbose_name='手机号码')),
                ('phone_index', models.BinaryField(null=True)),
                ('address', unionlaw.lib.sealed.SealedTextField(mask='address', sealed_label='registers_worker.address', verbose_name='住址')),
                ('household_type', models.CharField(blank=True, choices=[('local_urban', '本市城镇'), ('local_rural', '本市农村'), ('other_urban', '外地城镇'), ('other_rural', '外地农村')], db_default='', max_length=16, verbose_name='户籍')),
                ('groups', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('migrant', '农民工'), ('platform', '新就业形态劳动者'), ('disabled', '残疾职工'), ('retired', '超龄劳动者'), ('model_worker', '劳动模范'), ('hardship', '困难职工')], max_length=16), blank=True, default=list, size=None, verbose_name='群体')),
                ('injury_note', unionlaw.lib.sealed.SealedTextField(mask='whole', sealed_label='registers_worker.injury_note', verbose_name='伤病情况')),
                ('scope1', models.BigIntegerField(editable=False, null=True)),
                ('scope2', models.BigIntegerField(editable=False, null=True)),
                ('scope3', models.BigIntegerField(editable=False, null=True)),
                ('scope4', models.BigIntegerField(editable=False, null=True)),
                ('scope5', models.BigIntegerField(editable=False, null=True)),
                ('registered_at', models.DateTimeField(verbose_name='登记时间')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('employer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='workers', to='registers.employer', verbose_name='现用人单位')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='registers.worker', verbose_name='并入')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation', verbose_name='登记单位')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registers.region', verbose_name='居住地')),
                ('registered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '职工',
            },
        ),
        migrations.CreateModel(
            name='WorkerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('sealed_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('id_kind', models.CharField(choices=[('citizen', '居民身份证（含港澳台居民居住证）'), ('passport', '护照'), ('hk_macao_permit', '港澳居民来往内地通行证'), ('taiwan_permit', '台湾居民来往大陆通行证'), ('foreign_resident_card', '外国人永久居留身份证'), ('none', '暂无证件')], default='citizen', max_length=24, verbose_name='证件类型')),
                ('id_number', unionlaw.lib.sealed.SealedTextField(mask='number', sealed_label='registers_worker.id_number', verbose_name='证件号码')),
                ('id_index', models.BinaryField(null=True)),
                ('birth_date', models.DateField(blank=True, null=True, verbose_name='出生日期')),
                ('sex', models.CharField(blank=True, choices=[('female', '女'), ('male', '男')], db_default='', max_length=8, verbose_name='性别')),
                ('phone', unionlaw.lib.sealed.SealedTextField(mask='phone', sealed_label='registers_worker.phone', verbose_name='手机号码')),
                ('phone_index', models.BinaryField(null=True)),
                ('address', unionlaw.lib.sealed.SealedTextField(mask='address', sealed_label='registers_worker.address', verbose_name='住址')),
                ('household_type', models.CharField(blank=True, choices=[('local_urban', '本市城镇'), ('local_rural', '本市农村'), ('other_urban', '外地城镇'), ('other_rural', '外地农村')], db_default='', max_length=16, verbose_name='户籍')),
                ('groups', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('migrant', '农民工'), ('platform', '新就业形态劳动者'), ('disabled', '残疾职工'), ('retired', '超龄劳动者'), ('model_worker', '劳动模范'), ('hardship', '困难职工')], max_length=16), blank=True, default=list, size=None, verbose_name='群体')),
                ('injury_note', unionlaw.lib.sealed.SealedTextField(mask='whole', sealed_label='registers_worker.injury_note', verbose_name='伤病情况')),
                ('scope1', models.BigIntegerField(editable=False, null=True)),
                ('scope2', models.BigIntegerField(editable=False, null=True)),
                ('scope3', models.BigIntegerField(editable=False, null=True)),
                ('scope4', models.BigIntegerField(editable=False, null=True)),
                ('scope5', models.BigIntegerField(editable=False, null=True)),
                ('registered_at', models.DateTimeField(verbose_name='登记时间')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('employer', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registers.employer', verbose_name='现用人单位')),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registers.worker', verbose_name='并入')),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='network.organisation', verbose_name='登记单位')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='registers.worker')),
                ('region', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registers.region', verbose_name='居住地')),
                ('registered_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Cause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list_version', models.CharField(help_text='"2021" or "2026": the year in force from', max_length=8, verbose_name='案由规定')),
                ('number', models.CharField(help_text='"205(5)"', max_length=12, verbose_name='编号')),
                ('name', models.CharField(max_length=80, verbose_name='案由')),
                ('heading', models.BooleanField(db_default=False, default=False, help_text='a title of the list, not a cause')),
                ('position', models.PositiveSmallIntegerField(help_text='place in the list')),
                ('valid_from', models.DateField(verbose_name='施行日期')),
                ('valid_until', models.DateField(blank=True, help_text='the last day in force', null=True, verbose_name='废止日期')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='registers.cause')),
            ],
            options={
                'verbose_name': '案由',
                'ordering': ['list_version', 'position'],
                'constraints': [models.UniqueConstraint(fields=('list_version', 'number'), name='cause_number_once'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='cause_valid_in_order')],
            },
        ),
        migrations.AddIndex(
            model_name='employercontact',
            index=models.Index(fields=['phone_index'], name='employer_contact_phone'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employercontact',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registers_employercontactevent" ("employer_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_index", "position", "sealed_id") VALUES (NEW."employer_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."phone_index", NEW."position", NEW."sealed_id"); RETURN NULL;', hash='af3a307fadac8403b480c2965fa20ba1f4618c2c', operation='INSERT', pgid='pgtrigger_insert_insert_2ce30', table='registers_employercontact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employercontact',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "registers_employercontactevent" ("employer_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_index", "position", "sealed_id") VALUES (NEW."employer_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."phone_index", NEW."position", NEW."sealed_id"); RETURN NULL;', hash='eecd5dee579424bf6e4c28015660c7e6f6f5ee09', operation='UPDATE', pgid='pgtrigger_update_update_2719d', table='registers_employercontact', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='employerrelation',
            constraint=models.UniqueConstraint(fields=('employer', 'other', 'kind'), name='employer_relation_once', violation_error_message='这一关系已登记。'),
        ),
        migrations.AddConstraint(
            model_name='employerrelation',
            constraint=models.CheckConstraint(condition=models.Q(('employer', models.F('other')), _negated=True), name='employer_relation_not_to_itself', violation_error_message='单位不能与自己建立关系。'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employerrelation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registers_employerrelationevent" ("employer_id", "id", "kind", "note", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."employer_id", NEW."id", NEW."kind", NEW."note", NEW."other_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='0828e76849316e98a3d73b5711a11a1300299a07', operation='INSERT', pgid='pgtrigger_insert_insert_406a8', table='registers_employerrelation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employerrelation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "registers_employerrelationevent" ("employer_id", "id", "kind", "note", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."employer_id", NEW."id", NEW."kind", NEW."note", NEW."other_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='b7f03a4af30d941dde4e00c8ff90d5444c635f52', operation='UPDATE', pgid='pgtrigger_update_update_e62f6', table='registers_employerrelation', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='employer',
            index=models.Index(models.OrderBy(models.F('registered_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('merged_into__isnull', True)), name='employer_newest'),
        ),
        migrations.AddIndex(
            model_name='employer',
            index=django.contrib.postgres.indexes.GinIndex(unionlaw.lib.search.Terms(models.F('search_text')), name='employer_terms'),
        ),
        migrations.AddIndex(
            model_name='employer',
            index=models.Index(fields=['name_folded'], name='employer_name_folded'),
        ),
        migrations.AddConstraint(
            model_name='employer',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into__isnull', True), ('uscc__isnull', False)), fields=('uscc',), name='employer_uscc_once', violation_error_message='这个统一社会信用代码已登记。'),
        ),
        migrations.AddConstraint(
            model_name='employer',
            constraint=models.CheckConstraint(condition=models.Q(('uscc', ''), _negated=True), name='employer_unknown_uscc_is_null'),
        ),
        migrations.AddConstraint(
            model_name='employer',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='employer_not_merged_into_itself'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employer',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registers_employerevent" ("address", "id", "industry_id", "kind", "legal_representative", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "registered_at", "registered_by_id", "short_name", "size", "updated_at", "uscc", "uscc_warning", "version") VALUES (NEW."address", NEW."id", NEW."industry_id", NEW."kind", NEW."legal_representative", NEW."merged_into_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."region_id", NEW."registered_at", NEW."registered_by_id", NEW."short_name", NEW."size", NEW."updated_at", NEW."uscc", NEW."uscc_warning", NEW."version"); RETURN NULL;', hash='0243ca4d188cdb8df2c12b4d241e76b0b29fafa7', operation='INSERT', pgid='pgtrigger_insert_insert_a54f6', table='registers_employer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."industry_id" IS DISTINCT FROM (NEW."industry_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."legal_representative" IS DISTINCT FROM (NEW."legal_representative") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."registered_at" IS DISTINCT FROM (NEW."registered_at") OR OLD."registered_by_id" IS DISTINCT FROM (NEW."registered_by_id") OR OLD."short_name" IS DISTINCT FROM (NEW."short_name") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."uscc" IS DISTINCT FROM (NEW."uscc") OR OLD."uscc_warning" IS DISTINCT FROM (NEW."uscc_warning") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "registers_employerevent" ("address", "id", "industry_id", "kind", "legal_representative", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "registered_at", "registered_by_id", "short_name", "size", "updated_at", "uscc", "uscc_warning", "version") VALUES (NEW."address", NEW."id", NEW."industry_id", NEW."kind", NEW."legal_representative", NEW."merged_into_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."region_id", NEW."registered_at", NEW."registered_by_id", NEW."short_name", NEW."size", NEW."updated_at", NEW."uscc", NEW."uscc_warning", NEW."version"); RETURN NULL;', hash='2f63b7177dd4ab292c601f054465aeb49c90c7cb', operation='UPDATE', pgid='pgtrigger_update_update_45ec9', table='registers_employer', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='worker',
            index=models.Index(models.F('scope1'), models.OrderBy(models.F('registered_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('merged_into__isnull', True)), name='worker_scope1'),
        ),
        migrations.AddIndex(
            model_name='worker',
            index=models.Index(models.F('scope2'), models.OrderBy(models.F('registered_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('merged_into__isnull', True)), name='worker_scope2'),
        ),
        migrations.AddIndex(
            model_name='worker',
            index=models.Index(models.F('scope3'), models.OrderBy(models.F('registered_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('merged_into__isnull', True)), name='worker_scope3'),
        ),
        migrations.AddIndex(
            model_name='worker',
            index=models.Index(models.F('scope4'), models.OrderBy(models.F('registered_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('merged_into__isnull', True)), name='worker_scope4'),
        ),
        migrations.AddIndex(
            model_name='worker',
            index=models.Index(models.F('scope5'), models.OrderBy(models.F('registered_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('merged_into__isnull', True)), name='worker_scope5'),
        ),
        migrations.AddIndex(
            model_name='worker',
            index=django.contrib.postgres.indexes.GinIndex(unionlaw.lib.search.Terms(models.F('search_text')), name='worker_terms'),
        ),
        migrations.AddIndex(
            model_name='worker',
            index=django.contrib.postgres.indexes.GinIndex(fields=['groups'], name='worker_groups'),
        ),
        migrations.AddIndex(
            model_name='worker',
            index=models.Index(fields=['phone_index'], name='worker_phone_index'),
        ),
        migrations.AddIndex(
            model_name='worker',
            index=models.Index(fields=['name_folded', 'birth_date'], name='worker_name_birth'),
        ),
        migrations.AddConstraint(
            model_name='worker',
            constraint=models.UniqueConstraint(condition=models.Q(('id_index__isnull', False), ('merged_into__isnull', True)), fields=('id_index',), name='worker_id_number_once', violation_error_message='这个证件号码已登记。'),
        ),
        migrations.AddConstraint(
            model_name='worker',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('id_index__isnull', True), ('id_number__isnull', True)), models.Q(('id_index__isnull', False), ('id_number__isnull', False)), _connector='OR'), name='worker_id_number_indexed'),
        ),
        migrations.AddConstraint(
            model_name='worker',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('phone__isnull', True), ('phone_index__isnull', True)), models.Q(('phone__isnull', False), ('phone_index__isnull', False)), _connector='OR'), name='worker_phone_indexed'),
        ),
        migrations.AddConstraint(
            model_name='worker',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='worker_not_merged_into_itself'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='worker',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registers_workerevent" ("address", "birth_date", "employer_id", "groups", "household_type", "id", "id_index", "id_kind", "id_number", "injury_note", "merged_into_id", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_index", "region_id", "registered_at", "registered_by_id", "scope1", "scope2", "scope3", "scope4", "scope5", "sealed_id", "sex", "updated_at", "version") VALUES (NEW."address", NEW."birth_date", NEW."employer_id", NEW."groups", NEW."household_type", NEW."id", NEW."id_index", NEW."id_kind", NEW."id_number", NEW."injury_note", NEW."merged_into_id", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."phone_index", NEW."region_id", NEW."registered_at", NEW."registered_by_id", NEW."scope1", NEW."scope2", NEW."scope3", NEW."scope4", NEW."scope5", NEW."sealed_id", NEW."sex", NEW."updated_at", NEW."version"); RETURN NULL;', hash='83635f24b3587ba05c0650e42e956686761c7aaf', operation='INSERT', pgid='pgtrigger_insert_insert_c35cb', table='registers_worker', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='worker',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."birth_date" IS DISTINCT FROM (NEW."birth_date") OR OLD."employer_id" IS DISTINCT FROM (NEW."employer_id") OR OLD."groups" IS DISTINCT FROM (NEW."groups") OR OLD."household_type" IS DISTINCT FROM (NEW."household_type") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."id_index" IS DISTINCT FROM (NEW."id_index") OR OLD."id_kind" IS DISTINCT FROM (NEW."id_kind") OR OLD."id_number" IS DISTINCT FROM (NEW."id_number") OR OLD."injury_note" IS DISTINCT FROM (NEW."injury_note") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."phone_index" IS DISTINCT FROM (NEW."phone_index") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."registered_at" IS DISTINCT FROM (NEW."registered_at") OR OLD."registered_by_id" IS DISTINCT FROM (NEW."registered_by_id") OR OLD."scope1" IS DISTINCT FROM (NEW."scope1") OR OLD."scope2" IS DISTINCT FROM (NEW."scope2") OR OLD."scope3" IS DISTINCT FROM (NEW."scope3") OR OLD."scope4" IS DISTINCT FROM (NEW."scope4") OR OLD."scope5" IS DISTINCT FROM (NEW."scope5") OR OLD."sealed_id" IS DISTINCT FROM (NEW."sealed_id") OR OLD."sex" IS DISTINCT FROM (NEW."sex") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "registers_workerevent" ("address", "birth_date", "employer_id", "groups", "household_type", "id", "id_index", "id_kind", "id_number", "injury_note", "merged_into_id", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_index", "region_id", "registered_at", "registered_by_id", "scope1", "scope2", "scope3", "scope4", "scope5", "sealed_id", "sex", "updated_at", "version") VALUES (NEW."address", NEW."birth_date", NEW."employer_id", NEW."groups", NEW."household_type", NEW."id", NEW."id_index", NEW."id_kind", NEW."id_number", NEW."injury_note", NEW."merged_into_id", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."phone_index", NEW."region_id", NEW."registered_at", NEW."registered_by_id", NEW."scope1", NEW."scope2", NEW."scope3", NEW."scope4", NEW."scope5", NEW."sealed_id", NEW."sex", NEW."updated_at", NEW."version"); RETURN NULL;', hash='64173db0edab98c61a53ccb80bf697fbd2d0dbe1', operation='UPDATE', pgid='pgtrigger_update_update_3f84c', table='registers_worker', when='AFTER')),
        ),
    ]
