"""Seals: registering the picture, ending its use, and who may have it placed on a paper."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.documents.files import Upload, store_upload
from unionlaw.documents.models import Seal, StoredFile
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation

PICTURES = ("png", "jpg", "webp")


def register_seal(
    *, organisation: Organisation, name: str, upload: Upload, valid_from: date, valid_to: date | None = None,
    by: Actor, at: datetime,
) -> Seal:  # fmt: skip
    """Register the picture of a seal, after the checks of every upload.

    Raises Refused without the right or for an organisation that is not one's own or below it; Invalid on `name`,
    `valid_to` or `files`.
    """
    by.require("seal.manage")
    own = by.organisation
    if not by.is_system and (own is None or own.pk not in organisation.lineage):
        raise Refused(_("只能管理本单位及下级单位的印章。"))
    errors = {}
    name = " ".join(name.split())
    if not 0 < len(name) <= 60:
        errors["name"] = _("请写印章名称，最多60个字。")
    if valid_to is not None and valid_to < valid_from:
        errors["valid_to"] = _("停用日期不能早于启用日期。")
    if errors:
        raise Invalid(errors)
    kept = store_upload(upload)
    if kept.extension not in PICTURES:
        raise Invalid({"files": _("印章要用PNG或JPG图片。")})
    with transaction.atomic():
        file, _created = StoredFile.objects.get_or_create(
            sha256=kept.sha256,
            defaults={
                "size": kept.size,
                "media_type": kept.media_type,
                "extension": kept.extension,
                "stored_at": at,
            },
        )
        return Seal.objects.create(
            organisation=organisation,
            file=file,
            name=name,
            valid_from=valid_from,
            valid_to=valid_to,
            registered_at=at,
            registered_by=by.post,
        )


@transaction.atomic
def end_seal(*, seal_id: int, by: Actor, at: datetime) -> Seal:
    """Stop the use of a seal after today; papers that carry it stay. Raises Missing, Refused, Conflict."""
    seal = Seal.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=seal_id).first()
    if seal is None:
        raise Missing(_("没有这枚印章，或者您无权查看。"))
    by.require("seal.manage")
    today = timezone.localdate(at)
    if seal.valid_to is not None and seal.valid_to <= today:
        raise Conflict(_("这枚印章已经停用。"))
    seal.valid_to = max(today, seal.valid_from)
    seal.save(update_fields=["valid_to"])
    return seal


def seal_refusal(*, issuer: Organisation, by: Actor, on: date) -> str:
    """Why `by` cannot have the seal of `issuer` placed today, or "".

    Only people of the union itself use its seal: who serves in a station or a superior does not sign for it.
    """
    if reason := by.refusal("seal.use"):
        return reason
    if not by.is_system and (by.organisation is None or by.organisation.pk != issuer.pk):
        return _("只有%(union)s的人可以使用它的印章。") % {"union": issuer.name}
    if Seal.objects.of(issuer, on=on) is None:
        return _("%(union)s还没有登记电子印章。可以打印后盖章。") % {"union": issuer.name}
    return ""


def seal_to_use(*, issuer: Organisation, by: Actor, at: datetime) -> Seal:
    """The seal of the issuing union. Raises Refused with the reason."""
    on = timezone.localdate(at)
    if reason := seal_refusal(issuer=issuer, by=by, on=on):
        raise Refused(reason)
    seal = Seal.objects.of(issuer, on=on)
    if seal is None:
        raise Missing(_("没有可用的印章。"))
    return seal
