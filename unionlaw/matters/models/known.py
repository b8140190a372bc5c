"""Which workers those who read by grants know: kept, so that their list of workers is one index (ADR 2)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

# What lists of workers filter by, copied from the worker.
WORKER_COPIES = ("registered_at", "sex", "household_type", "id_kind", "region", "birth_date", "groups")


class KnownWorker(models.Model):
    """A worker who is party to the dispute of a matter that is granted to the viewer now.

    Triggers on grants, parties and workers write these rows; nothing else does. They are a way to find, never a wall:
    what a list found here still passes `Worker.objects.visible_to`.
    """

    viewer_key = models.CharField(max_length=40)
    worker = models.ForeignKey("registers.Worker", models.CASCADE, related_name="+")
    registered_at = models.DateTimeField()
    sex = models.CharField(max_length=8, db_default="")
    household_type = models.CharField(max_length=16, db_default="")
    id_kind = models.CharField(max_length=24)
    region = models.ForeignKey(
        "registers.Region", models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    birth_date = models.DateField(null=True)
    groups = ArrayField(models.CharField(max_length=16), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["viewer_key", "worker"], name="known_worker_once")]
        indexes = [
            models.Index(
                fields=["viewer_key", "-registered_at", "-worker"],
                include=WORKER_COPIES[1:],
                name="known_worker_registered",
            )
        ]


GRANT_CHANGED = """
    IF TG_OP = 'UPDATE' AND (OLD.viewer_key, OLD.ended_at, OLD.dispute_id)
        IS NOT DISTINCT FROM (NEW.viewer_key, NEW.ended_at, NEW.dispute_id) THEN RETURN NULL; END IF;
    PERFORM matters_know_workers(
        ARRAY[OLD.viewer_key, NEW.viewer_key],
        ARRAY(SELECT worker_id FROM matters_party WHERE dispute_id IN (OLD.dispute_id, NEW.dispute_id)));
    RETURN NULL;
"""
# The matters are locked against a grant that is being given meanwhile.
PARTY_CHANGED = """
    IF TG_OP = 'UPDATE' AND (OLD.worker_id, OLD.dispute_id)
        IS NOT DISTINCT FROM (NEW.worker_id, NEW.dispute_id) THEN RETURN NULL; END IF;
    PERFORM FROM matters_matter WHERE dispute_id IN (OLD.dispute_id, NEW.dispute_id) ORDER BY id FOR NO KEY UPDATE;
    PERFORM matters_know_workers(
        ARRAY(
            SELECT g.viewer_key FROM matters_grant AS g JOIN matters_matter AS m ON m.id = g.matter_id
            WHERE m.dispute_id IN (OLD.dispute_id, NEW.dispute_id) AND g.ended_at IS NULL),
        ARRAY[OLD.worker_id, NEW.worker_id]);
    RETURN NULL;
"""
