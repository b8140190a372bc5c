"""Migrations that do not draw all models anew for every model, index, constraint and trigger they add.

Django re-renders a model and everything related to it after each operation. Here nearly everything is related to the
matter, and an installation makes two hundred models with three hundred indexes, constraints and triggers: that alone
would take minutes. Indexes, constraints and triggers change no field and no relation, so the rendered model is told of
them and stays; a new model is drawn alone, and a new field is hung on its model as a class body would: both tell those
they point at by themselves.
"""

from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

LIGHT = (
    migrations.AddConstraint,
    migrations.AddField,
    migrations.AddIndex,
    migrations.CreateModel,
    migrations.RemoveConstraint,
    migrations.RemoveIndex,
    AddTrigger,
    RemoveTrigger,
)
OPTIONS = ("constraints", "indexes", "triggers")
LOCK_TIMEOUT = "15s"
"""A migration that waits longer for a table gives up and changes nothing: all who come behind it would wait too."""


class _Light:
    """An operation of LIGHT whose model stays rendered as it is."""

    def __init__(self, operation: Operation) -> None:
        self._operation = operation

    def __getattr__(self, name: str) -> Any:
        return getattr(self._operation, name)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        if isinstance(self._operation, migrations.AddField) and not self._hangs_on(app_label, state):
            self._operation.state_forwards(app_label, state)
            return
        # A state without rendered models renders none; they are put back afterwards.
        apps = state.__dict__.pop("apps", None)
        try:
            self._operation.state_forwards(app_label, state)
        finally:
            if apps is not None:
                state.__dict__["apps"] = apps
        if apps is None:
            return
        if isinstance(self._operation, migrations.CreateModel):
            apps.render_multiple([state.models[app_label, self._operation.name_lower]])
        elif isinstance(self._operation, migrations.AddField):
            key, name = self._operation.model_name_lower, self._operation.name
            field = state.models[app_label, key].fields[name].clone()
            apps.get_model(app_label, key).add_to_class(name, field)
            apps.clear_cache()
        else:
            name = self._operation.model_name  # type: ignore[attr-defined]
            options = state.models[app_label, name.lower()].options
            meta = apps.get_model(app_label, name)._meta
            for option in OPTIONS:
                if option in options:
                    setattr(meta, option, list(options[option]))

    def _hangs_on(self, app_label: str, state: ProjectState) -> bool:
        """Whether a new field finds what it points at from its model as it was rendered."""
        assert isinstance(self._operation, migrations.AddField)
        apps = state.__dict__.get("apps")
        if apps is None or self._operation.field.many_to_many:
            return False
        model = apps.get_model(app_label, self._operation.model_name_lower)
        return model._meta.apps is apps and not any(issubclass(m, model) for m in apps.get_models() if m is not model)


class Migration(migrations.Migration):
    """The base of the portal's own migrations."""

    def apply(self, project_state: ProjectState, schema_editor: Any, collect_sql: bool = False) -> ProjectState:
        given = self.operations
        self.operations = [_Light(one) if isinstance(one, LIGHT) else one for one in given]  # type: ignore[misc]
        try:
            if self.atomic:
                schema_editor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            return super().apply(project_state, schema_editor, collect_sql)
        finally:
            self.operations = given  # type: ignore[misc]
