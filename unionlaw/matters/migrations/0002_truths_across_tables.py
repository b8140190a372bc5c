from django.db import migrations

from unionlaw.lib import migrating

# A status and its phase always agree; a grant's copy of the opening time is always the matter's. Django has no
# composite foreign keys, so these two are written here. The wider statistics let the planner tell a common word from a
# rare one, and so choose between walking a list in order and looking words up.
FORWARD = """
ALTER TABLE matters_matter ADD CONSTRAINT matter_phase_of_its_status
    FOREIGN KEY (status_id, phase) REFERENCES matters_status (code, phase) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE matters_matter ADD CONSTRAINT matter_id_opened UNIQUE (id, opened_at);
ALTER TABLE matters_grant ADD CONSTRAINT grant_opened_of_its_matter
    FOREIGN KEY (matter_id, opened_at) REFERENCES matters_matter (id, opened_at) DEFERRABLE INITIALLY DEFERRED;
ALTER INDEX matter_search ALTER COLUMN 1 SET STATISTICS 1000;
"""
BACKWARD = """
ALTER TABLE matters_grant DROP CONSTRAINT grant_opened_of_its_matter;
ALTER TABLE matters_matter DROP CONSTRAINT matter_id_opened;
ALTER TABLE matters_matter DROP CONSTRAINT matter_phase_of_its_status;
"""


class Migration(migrating.Migration):
    dependencies = [("matters", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
