"""Adding papers to a matter's folder, and withdrawing them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from unionlaw.documents import hooks
from unionlaw.documents.files import Upload, store_upload
from unionlaw.documents.models import Document, StoredFile
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.matters.models import Matter
from unionlaw.matters.services.events import record
from unionlaw.matters.services.locking import lock_matter
from unionlaw.network.actors import Actor
from unionlaw.network.readlog import log_read
from unionlaw.network.roles import Role


def add_document(
    *, matter_id: int, upload: Upload, kind: str, title: str = "", material_key: str = "", by: Actor, at: datetime
) -> Document:
    """Check an uploaded file, keep it and put it into the folder of the matter.

    Args:
        kind: one of Document.Kind.
        title: what it is called on screen; "" takes the file's name.
        material_key: the line of the matter's checklist that it is, or "".

    Raises:
        Missing: there is no such matter for this actor.
        Refused: the actor may not add papers.
        Invalid: on `kind`, `title`, `material_key` or `files`, saying what to do.
    """
    matter = Matter.objects.visible_to(by).filter(pk=matter_id).first()
    if matter is None:
        raise Missing(_("没有这个事项，或者您无权查看。"))
    by.require("document.add")
    title = " ".join(title.split())
    errors = {}
    if kind not in Document.Kind.values:
        errors["kind"] = _("没有这个类别。")
    if len(title) > 150:
        errors["title"] = _("名称最多150个字。")
    if material_key and material_key not in dict(hooks.materials_of(matter)):
        errors["material_key"] = _("材料清单里没有这一项。")
    if errors:
        raise Invalid(errors)
    # The slow part comes before the lock, so that nobody waits for another's upload.
    kept = store_upload(upload)
    with transaction.atomic():
        matter = lock_matter(matter_id=matter_id, by=by)
        file, _created = StoredFile.objects.get_or_create(
            sha256=kept.sha256,
            defaults={
                "size": kept.size,
                "media_type": kept.media_type,
                "extension": kept.extension,
                "stored_at": at,
            },
        )
        document = Document.objects.create(
            matter=matter,
            file=file,
            title=title or kept.name.rpartition(".")[0],
            kind=kind,
            material_key=material_key,
            original_name=kept.name,
            uploaded_at=at,
            uploaded_by=by.user,
            uploaded_post=by.post,
        )
        data = {"title": document.title, "document_id": document.pk}
        record(matter, "document.added", by=by, at=at, data=data)
        hooks.added(document, by, at)
    return document


def withdrawal_refusal(document: Document, by: Actor) -> str:
    """Why `by` may not withdraw the document, or "". One's own, or as the supervisor."""
    if reason := by.refusal("document.withdraw"):
        return reason
    own = by.user is not None and document.uploaded_by_id == by.user.pk
    if not (own or by.is_system or by.role == Role.SUPERVISOR):
        return _("只有上传人或者负责人可以撤下这份文件。")
    return ""


@transaction.atomic
def withdraw_document(*, document_id: int, reason: str, by: Actor, at: datetime) -> Document:
    """Take a paper out of use; the row, the reason and the file stay.

    Raises Missing, Refused with the reason, Conflict when it was withdrawn before, Invalid without a reason.
    """
    found = Document.objects.visible_to(by).filter(pk=document_id).first()
    if found is None:
        raise Missing(_("没有这份文件，或者您无权查看。"))
    matter = lock_matter(matter_id=found.matter_id, by=by)
    document = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
    if refusal := withdrawal_refusal(document, by):
        raise Refused(refusal)
    if document.withdrawn_at:
        raise Conflict(_("这份文件已经撤下。"))
    reason = reason.strip()
    if not reason:
        raise Invalid({"reason": _("请写明撤下原因。")})
    document.withdrawn_at, document.withdrawn_reason = at, reason[:300]
    document.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    data = {"title": document.title, "document_id": document.pk}
    record(matter, "document.withdrawn", by=by, at=at, reason=reason, data=data)
    return document


def open_document(*, document_id: int, by: Actor, at: datetime) -> Document:
    """The document, its file loaded, for sending to `by`; reading evidence and materials is written down.

    Raises Missing when it is not for this actor, Conflict when it was withdrawn.
    """
    document = Document.objects.visible_to(by).select_related("file").filter(pk=document_id).first()
    if document is None:
        raise Missing(_("没有这份文件，或者您无权查看。"))
    if document.withdrawn_at:
        raise Conflict(_("这份文件已经撤下：%(reason)s") % {"reason": document.withdrawn_reason})
    if document.kind in Document.LOGGED:
        log_read(by=by, at=at, action="open", subject=f"document:{document.pk}", data={"matter": document.matter_id})
    return document
