"""What every migration of the portal does besides its own operations."""

import pytest
from django.db import connection, migrations
from django.db.migrations.state import ProjectState

from unionlaw.lib import migrating


@pytest.mark.django_db
def test_a_migration_does_not_make_everybody_wait_behind_it():
    seen = []

    def look(apps, schema_editor):
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            seen.append(cursor.fetchone()[0])

    class Looking(migrating.Migration):
        operations = [migrations.RunPython(look)]

    with connection.schema_editor() as editor:
        Looking("looking", "lib").apply(ProjectState(), editor)
    assert seen == [migrating.LOCK_TIMEOUT]
