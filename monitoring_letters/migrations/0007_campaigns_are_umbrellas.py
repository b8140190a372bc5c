from django.db import migrations

from unionlaw.lib import migrating

MARK = """
UPDATE matters_matter SET umbrella = true WHERE id IN (SELECT letter_id FROM monitoring_letters_campaign)
"""


class Migration(migrating.Migration):

    dependencies = [
        ('matters', '0014_umbrellas'),
        ('monitoring_letters', '0006_lists_in_order'),
    ]

    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
