"""`{% load documents %}{% documents_panel matter actor %}`: the folder of a matter, with the form that adds to it."""

from typing import Any

from django import template
from django.template.context import Context

from unionlaw.documents import fields, hooks
from unionlaw.documents.forms import UploadForm
from unionlaw.documents.models import Document
from unionlaw.documents.services import withdrawal_refusal
from unionlaw.matters.models import Matter

register = template.Library()


@register.inclusion_tag("documents/folder.html", takes_context=True)
def documents_panel(context: Context, matter: Matter, actor: Any) -> dict[str, Any]:
    """One query for the papers; the checklist's lines come from the matter's app."""
    documents = []
    if actor.may("document.view"):
        found = Document.objects.filter(matter=matter).select_related(
            "file", "uploaded_by", "paper__superseded_by", "paper__template_version__template"
        )
        documents = [(document, not withdrawal_refusal(document, actor)) for document in found]
    form = UploadForm(materials=hooks.materials_of(matter), auto_id="upload_%s") if actor.may("document.add") else None
    return {
        "matter": matter,
        "documents": documents,
        "form": form,
        "may_issue": bool(fields.of_kind(matter.kind)) and actor.may("paper.issue"),
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
    }
