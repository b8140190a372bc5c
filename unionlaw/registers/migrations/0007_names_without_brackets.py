from django.db import migrations

from unionlaw.lib import migrating

# Employers are compared without brackets from here on, and found without them: unionlaw.lib.text.searched.
FORWARD = """
UPDATE registers_employer SET
    name_folded = translate(name_folded, '()[]{}〔〕【】〖〗《》〈〉「」', ''),
    search_text = search_text || ' ' || translate(search_text, '()[]{}〔〕【】〖〗《》〈〉「」', '')
WHERE search_text ~ '[][(){}〔〕【】〖〗《》〈〉「」]'
"""


class Migration(migrating.Migration):

    dependencies = [
        ('registers', '0006_groups_in_order'),
    ]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
