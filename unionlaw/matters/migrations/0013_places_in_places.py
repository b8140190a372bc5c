from django.db import migrations

from unionlaw.lib import migrating

# A town lies in one district: taken for independent, few matters would be expected to have both, and a list of one
# office of a district would be put together from two indexes instead of walked along one.
TOGETHER = """
CREATE STATISTICS matter_scopes (dependencies) ON scope1, scope2, scope3, scope4, scope5 FROM matters_matter
"""
APART = "DROP STATISTICS matter_scopes"


class Migration(migrating.Migration):

    dependencies = [
        ('matters', '0012_days_of_opening'),
    ]

    operations = [migrations.RunSQL(TOGETHER, APART)]
