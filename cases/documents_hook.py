"""Papers put into a case's folder tick off the line of its checklist that they are."""

from datetime import datetime

from cases import states
from cases.models import Material
from cases.services.materials import receive_material
from unionlaw.documents import hooks
from unionlaw.documents.models import Document
from unionlaw.lib.wording import shown
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor


def join() -> None:
    """Subscribe at start-up."""
    hooks.on_added(tick_off)
    hooks.offer_materials(Kind.AID_CASE, checklist_of)


def checklist_of(matter: Matter) -> list[tuple[str, str]]:
    """The lines of the case's checklist, received or not: a better copy may follow."""
    lines = Material.objects.filter(case=matter.pk).values_list("key", "label")
    return [(key, shown(label)) for key, label in lines]


def tick_off(document: Document, by: Actor, at: datetime) -> None:
    """Mark the paper's line as received, where it is still open and the case still runs."""
    if not document.material_key or document.matter.kind != Kind.AID_CASE:
        return
    transition = states.aid_case.by_verb["receive_material"]
    if document.matter.status_id not in transition.sources or not by.may(transition.right):
        return
    material = Material.objects.filter(
        case=document.matter_id, key=document.material_key, received_on__isnull=True
    ).first()
    if material:
        receive_material(case_id=document.matter_id, material_id=material.pk, note=document.title, by=by, at=at)
