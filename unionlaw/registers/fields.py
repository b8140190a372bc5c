"""Form fields that find a worker or an employer, or register a new one, in place.

    class IntakeForm(LookupForm):
        worker = WorkerChoiceField(label=_("职工"))
        employer = EmployerChoiceField(label=_("用人单位"), required=False)

    form = IntakeForm(request.POST, actor=request.actor)

The cleaned value is a Worker or Employer. Typing searches by htmx; without JavaScript the button 查找 sends the whole
form and shows what was found with everything typed kept. Someone new is typed into the same form and registered once
everything else in it is right. Numbers travel in request bodies only.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.lib import clock
from unionlaw.lib.errors import DomainError, Invalid
from unionlaw.network.actors import Actor
from unionlaw.registers import lookups, services
from unionlaw.registers.models import Employer, Worker
from unionlaw.registers.models.worker import STORED_GROUPS, IdKind
from unionlaw.registers.services import employers, workers
from unionlaw.registers.widgets import LookupWidget, Typed


class New(dict[str, Any]):
    """Checked facts of someone who is to be registered when the rest of the form is right."""


class LookupField(forms.Field):
    widget = LookupWidget
    kind = ""
    hint: Any = ""
    # Facts that may be typed to register someone new: name → whether it takes several values.
    new_facts: Mapping[str, bool] = {}
    actor: Actor | None = None

    def __init__(self, *, may_register: bool = True, **kwargs: Any) -> None:
        self.may_register = may_register
        super().__init__(**kwargs)
        self.widget.lookup = self

    def __deepcopy__(self, memo: Any) -> "LookupField":
        copied: LookupField = super().__deepcopy__(memo)
        copied.widget.lookup = copied
        return copied

    @property
    def by(self) -> Actor:
        if self.actor is None:
            raise ImproperlyConfigured("A form with look-up fields derives from LookupForm and is given its actor.")
        return self.actor

    # What each kind says

    def search(self, query: str) -> list[lookups.Option]:
        raise NotImplementedError  # workers and employers are searched in their own registers

    def resolve(self, value: str) -> Model | None:
        raise NotImplementedError  # workers and employers are found in their own registers

    def option(self, found: Any) -> lookups.Option:
        raise NotImplementedError  # workers and employers are shown in their own way

    def check(self, facts: dict[str, Any]) -> None:
        """Raises Invalid when someone new could not be registered with these facts."""
        raise NotImplementedError  # each register has its own checks

    def register(self, facts: dict[str, Any]) -> Model:
        raise NotImplementedError  # each register has its own service

    # How it goes

    def prepare_value(self, value: Any) -> Any:
        return value.pk if isinstance(value, Model) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        if data.new or data.find or data.query.strip():
            return True
        return data.chosen != str(self.prepare_value(initial) or "")

    def clean(self, value: Typed) -> Any:
        if value.chosen:
            found = self.resolve(value.chosen)
            if found is None:
                raise ValidationError(_("所选的记录已不可用，请重新查找。"), code="gone")
            return found
        if value.find:
            raise ValidationError(_("请在查找结果中选定一项；没有的，可以登记新的。"), code="find")
        if value.new and self.may_register:
            try:
                self.check(dict(value.new))
            except DomainError as error:
                raise ValidationError(messages_of(error)) from error
            return New(value.new)
        if value.query.strip():
            raise ValidationError(_("请在查找结果中选定一项；没有的，可以登记新的。"), code="find")
        if self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return None

    def describe(self, name: str, typed: Typed) -> dict[str, Any]:
        """What the template shows."""
        found = self.resolve(typed.chosen) if typed.chosen else None
        may_register = self.may_register and self.by.may(f"{self.kind}.register")
        searched = bool(typed.query.strip()) and not found
        return {
            "kind": self.kind,
            "name": name,
            "query": "" if found else typed.query,
            "chosen": self.option(found) if found else None,
            "searched": searched,
            "options": self.search(typed.query) if searched else [],
            "new": typed.new,
            "new_open": bool(_told(typed.new)) and not found,
            "may_register": may_register,
            "hint": self.hint,
            "url": f"{reverse(f'registers:{self.kind}_lookup')}?field={name}",
            "new_url": reverse(f"registers:{self.kind}_new") if may_register else "",
            "id_kinds": IdKind.choices,
            "groups": [(group.value, group.label) for group in STORED_GROUPS],
        }


def messages_of(error: DomainError) -> list[str]:
    """The messages of what a service refused, without their fields."""
    return [said for many in error.errors.values() for said in many] if isinstance(error, Invalid) else [error.message]


class WorkerChoiceField(LookupField):
    """A worker: found by name, initials, exact identity number or phone, or registered in place."""

    kind = "worker"
    hint = gettext_lazy("姓名、拼音首字母，或完整的证件号码、手机号码")
    new_facts = {"name": False, "id_kind": False, "id_number": False, "phone": False, "groups": True}
    default_error_messages = {"required": gettext_lazy("请查找并选定职工，或登记新职工。")}

    def search(self, query: str) -> list[lookups.Option]:
        return lookups.search_workers(query, by=self.by, at=clock.now())

    def resolve(self, value: str) -> Worker | None:
        return lookups.chosen_worker(value, by=self.by)

    def option(self, found: Worker) -> lookups.Option:
        visible = Worker.objects.visible_to(self.by).filter(pk=found.pk).exists()
        return lookups.worker_option(services.match_worker(found, by=self.by, why="", visible=visible))

    def check(self, facts: dict[str, Any]) -> None:
        self.by.require("worker.register")
        columns = workers.checked(workers.WorkerFacts(**{"name": "", **facts}), on=clock.today())
        if not columns["id_number"]:
            return
        # Trying a number is looking it up, and is written down as such.
        for match in services.lookup_worker(id_number=columns["id_number"], by=self.by, at=clock.now()):
            said = _("这个证件号码已登记：%(worker)s。请直接选用。") % {"worker": match.label}
            raise Invalid(said, field="id_number")

    def register(self, facts: dict[str, Any]) -> Worker:
        return services.register_worker(**facts, by=self.by, at=clock.now())

    def has_changed(self, initial: Any, data: Any) -> bool:
        # The kind of identity document always has a value; alone it is nobody.
        return super().has_changed(initial, Typed(data.chosen, data.query, data.find, _told(data.new)))

    def clean(self, value: Typed) -> Any:
        told = _told(value.new)
        return super().clean(Typed(value.chosen, value.query, value.find, told and value.new))


def _told(new: Mapping[str, Any]) -> dict[str, Any]:
    return {fact: value for fact, value in new.items() if fact != "id_kind"}


class EmployerChoiceField(LookupField):
    """An employer: found by any part of its name or by its credit code, or registered in place."""

    kind = "employer"
    hint = gettext_lazy("名称的任何部分、拼音首字母，或统一社会信用代码")
    new_facts = {"name": False, "uscc": False, "address": False, "contact_name": False, "contact_phone": False}
    default_error_messages = {"required": gettext_lazy("请查找并选定用人单位，或登记新单位。")}

    def search(self, query: str) -> list[lookups.Option]:
        return lookups.search_employers(query, by=self.by)

    def resolve(self, value: str) -> Employer | None:
        return lookups.chosen_employer(value, by=self.by)

    def option(self, found: Employer) -> lookups.Option:
        return lookups.employer_option(found)

    def check(self, facts: dict[str, Any]) -> None:
        self.by.require("employer.register")
        known = {name: value for name, value in facts.items() if name in employers.FACTS}
        columns = employers.checked(employers.EmployerFacts(**{"name": "", **known}))
        employers.refuse_registered_code(columns["uscc"])

    def register(self, facts: dict[str, Any]) -> Employer:
        return services.register_employer(**{"name": "", **facts}, by=self.by, at=clock.now())


class LookupForm(forms.Form):
    """A form with look-up fields. It is told who fills it in, so that they find what they may find."""

    wants_actor = True
    # One of several forms on a page waits until the others are right too.
    registers_at_once = True

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for bound in self.fields.values():
            if isinstance(bound, LookupField):
                bound.actor = actor

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.registers_at_once:
            self.register_new()

    def register_new(self) -> bool:
        """Register whoever is new in a form without mistakes; returns whether it still has none."""
        if self.errors:
            return False
        for name, value in list(self.cleaned_data.items()):
            bound = self.fields.get(name)
            if not isinstance(value, New) or not isinstance(bound, LookupField):
                continue
            try:
                found = bound.register(dict(value))
            except DomainError as error:
                self.add_error(name, messages_of(error))
                continue
            self.cleaned_data[name] = found
            self._choose(self.add_prefix(name), bound, str(found.pk))
        return not self.errors

    def _choose(self, key: str, bound: LookupField, value: str) -> None:
        """Should the form be shown again, the one just registered is the chosen one."""
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, or a dict in tests
        for fact in bound.new_facts:
            data.pop(f"{key}-new-{fact}", None)
        data[key] = value
        self.data = data
