from django.db import migrations

from unionlaw.lib import migrating

# Titles and names are found without their brackets too: unionlaw.lib.text.searched. The whole text stands there twice
# until the matter is described anew; other names than those of the title are few.
FORWARD = """
UPDATE matters_matter SET
    search_text = search_text || ' ' || translate(search_text, '()[]{}〔〕【】〖〗《》〈〉「」', '')
WHERE title || claimant_names || respondent_names ~ '[][(){}（）［］｛｝〔〕【】〖〗《》〈〉「」]'
"""


class Migration(migrating.Migration):

    dependencies = [
        ('matters', '0015_fewer_indexes'),
    ]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
