from typing import Any

import pgtrigger
from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import models, transaction

from unionlaw.lib.sealed import SealedTextField, current_key_id, seal, unseal

BATCH = 500


class Command(BaseCommand):
    help = "Seals every sealed value anew with the current key (the first of SEALED_KEYS), history included."

    def handle(self, *args: Any, **options: Any) -> None:
        for model in apps.get_models():
            fields = [field for field in model._meta.local_fields if isinstance(field, SealedTextField)]
            if fields and (count := reseal(model, fields)):
                self.stdout.write(f"{model._meta.label}: {count} rows.")


def reseal(model: type[models.Model], fields: list[SealedTextField]) -> int:
    """Seal the values of `fields` that an older key sealed with the current one, in batches. Returns the rows changed.

    May be stopped and started again. Row history and append-only triggers are passed over: nothing changes in meaning.
    Raises SealBroken at a value that does not open, before anything of its batch is written.
    """
    current, changed, last = current_key_id(), 0, 0
    columns = [field.attname for field in fields]
    while True:
        with transaction.atomic(), pgtrigger.ignore():
            rows = model._default_manager.select_for_update().filter(pk__gt=last).order_by("pk")
            batch = list(rows.values("pk", "sealed_id", *columns)[:BATCH])
            for row in batch:
                values = {}
                for field in fields:
                    blob = row[field.attname]
                    if blob is not None and bytes(blob)[0] != current:
                        bound = {"label": field.sealed_label, "row": row["sealed_id"]}
                        values[field.attname] = seal(unseal(blob, **bound), **bound)
                if values:
                    model._default_manager.filter(pk=row["pk"]).update(**values)
                    changed += 1
        if not batch:
            return changed
        last = batch[-1]["pk"]
