"""The checklist of papers: received, waived with a reason, or added to."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import states
from cases.data.materials import Template, templates_for
from cases.models import AidCase, Material
from cases.services.duties import unsettled
from cases.services.steps import begin, record
from unionlaw.lib.errors import Invalid, Missing
from unionlaw.lib.wording import shown, stored
from unionlaw.matters.services.checking import check_columns, need, refuse_if
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Cause


def checklist_for(cause: Cause | None, *, eligibility: str) -> list[Template]:
    """The papers to ask for, by cause and ground of eligibility."""
    return templates_for(cause.name if cause else "", eligibility)


def create_checklist(case: AidCase, cause: Cause | None) -> None:
    """Put on the case's checklist what its cause asks for and is not there yet."""
    there = set(case.materials.values_list("key", flat=True))
    Material.objects.bulk_create(
        Material(
            case=case,
            key=template.key,
            label=stored(template.label),
            required_for=template.required_for,
            position=position,
        )
        for position, template in enumerate(checklist_for(cause, eligibility=case.eligibility), start=1)
        if template.key not in there
    )


@transaction.atomic
def receive_material(
    *, case_id: int, material_id: int, note: str = "", by: Actor, at: datetime, version: int | None = None
) -> Material:
    """Tick off a paper that was handed in. Raises Invalid when it was received before."""
    case = begin(case_id=case_id, verb="receive_material", by=by, version=version)
    material = _material_of(case, material_id)
    if material.received_on:
        raise Invalid(_("“%(label)s”已在%(on)s收到。") % {"label": shown(material.label), "on": material.received_on})
    material.received_on, material.note, material.waived_reason = timezone.localdate(at), note.strip(), ""
    errors: dict[str, Any] = {}
    check_columns(material, ["note"], errors)
    refuse_if(errors)
    _settle(case, material, "aid_case.material_received", by=by, at=at, reason=material.note)
    return material


@transaction.atomic
def waive_material(
    *, case_id: int, material_id: int, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Material:
    """Do without a paper. Raises Invalid without a reason, or when it was received."""
    case = begin(case_id=case_id, verb="waive_material", by=by, version=version)
    material = _material_of(case, material_id)
    if material.received_on:
        raise Invalid(_("“%(label)s”已经收到，不需要免交。") % {"label": shown(material.label)})
    errors: dict[str, Any] = {}
    material.waived_reason = need(reason, "reason", _("请写明免交原因。"), errors, longest=300)
    refuse_if(errors)
    _settle(case, material, "aid_case.material_waived", by=by, at=at, reason=material.waived_reason)
    return material


@transaction.atomic
def add_material(
    *, case_id: int, label: str, required_for: str, by: Actor, at: datetime, version: int | None = None
) -> Material:
    """Ask for one more paper. Raises Invalid without a label, when it is listed already, or for an unknown class."""
    case = begin(case_id=case_id, verb="add_material", by=by, version=version)
    errors: dict[str, Any] = {}
    label = need(label, "label", _("请写明材料名称。"), errors, longest=120)
    if required_for not in Material.RequiredFor.values:
        errors["required_for"] = _("请选择材料要求。")
    if case.materials.filter(label=label).exists():
        errors["label"] = _("清单里已有“%(label)s”。") % {"label": label}
    refuse_if(errors)
    material = append(case, label, required_for)
    record(case, "aid_case.material_added", by=by, at=at, data={"material": label})
    return material


def append(case: AidCase, label: str, required_for: str) -> Material:
    """One more line at the end of the checklist; the caller records the event."""
    last = case.materials.aggregate(last=Max("position"))["last"] or 0
    return Material.objects.create(
        case=case, key=f"extra-{last + 1}", label=label, required_for=required_for, position=last + 1
    )


def _material_of(case: AidCase, material_id: int) -> Material:
    try:
        return case.materials.get(pk=material_id)
    except Material.DoesNotExist:
        raise Missing(_("本案没有这份材料。")) from None


def _settle(case: AidCase, material: Material, event: str, *, by: Actor, at: datetime, reason: str) -> None:
    material.save()
    request = getattr(case, "supplement_request", None)
    granted = case.matter.status_id not in states.BEFORE_GRANT
    if granted and request and not request.received_on and not unsettled(case, Material.RequiredFor.REVIEW):
        # Aid was granted while papers were owing (法律援助法 art. 44); with the last of them the request is met.
        request.received_on = timezone.localdate(at)
        request.save()
    record(case, event, by=by, at=at, reason=reason, data={"material": material.label})
