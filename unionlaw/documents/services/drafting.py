"""What a paper would say: its template, the values of its fields, what is missing, and pictures of its pages."""

from __future__ import annotations

import base64
import functools
import io
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import qrcode
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageChops

from unionlaw.documents import asks as asked
from unionlaw.documents import fields
from unionlaw.documents.files import path_of
from unionlaw.documents.models import PaperTemplate, PaperTemplateVersion, Seal
from unionlaw.documents.models.templates import nearest
from unionlaw.documents.typesetting import Broken, Rendered, TooSlow, typeset
from unionlaw.documents.typesetting.lint import conditional_keys, said
from unionlaw.lib.errors import Invalid, Missing
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Matter
from unionlaw.matters.services.numbering import issuer_of
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation

# Without characters that are read for one another.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
EXAMPLE_ISSUER, EXAMPLE_PREFIX = "羊城市越山区总工会", "越工"  # no words of the portal's
CODE_LENGTH = 20  # of 32 characters: 100 bits


@dataclass(slots=True)
class Draft:
    """A paper about to be.

    Args:
        values: everything it shows, what was asked of the issuer included.
        missing: labels of what it needs and does not have.
    """

    matter: Matter
    version: PaperTemplateVersion
    issuer: Organisation
    values: dict[str, Any]
    labels: dict[str, str]
    missing: list[str] = field(default_factory=list)

    @property
    def template(self) -> PaperTemplate:
        return self.version.template


class Known:
    """What several papers share, looked up once."""

    def __init__(self) -> None:
        self._templates: dict[str, list[PaperTemplate]] = {}
        self._versions: dict[int, PaperTemplateVersion | None] = {}
        self._issuers: dict[int, Organisation] = {}

    def version(self, matter: Matter, key: str, on: date) -> PaperTemplateVersion:
        """See template_for."""
        kind = matter.kind
        if kind not in self._templates:
            self._templates[kind] = list(PaperTemplate.objects.filter(matter_kind=kind, retired_on=None))
        held = nearest(self._templates[kind], matter.organisation)
        template = next((one for one in held if one.key == key), None)
        if template is not None and template.pk not in self._versions:
            self._versions[template.pk] = template.version_on(on)
        version = self._versions[template.pk] if template else None
        if template is None or version is None:
            raise Missing(_("没有这种文书，或者它今天不启用。"))
        version.template = template
        return version

    def issuer(self, matter: Matter) -> Organisation:
        """The union in whose name papers about the matter are issued: the one that numbers it."""
        if matter.organisation_id not in self._issuers:
            self._issuers[matter.organisation_id] = issuer_of(matter.organisation)
        return self._issuers[matter.organisation_id]


def template_for(matter: Matter, key: str, on: date) -> PaperTemplateVersion:
    """The version of the paper `key` that holds on the day for the matter's union. Raises Missing."""
    return Known().version(matter, key, on)


def draft(
    *, matter: Matter, version: PaperTemplateVersion, issuer: Organisation, answers: Mapping[str, str], by: Actor
) -> Draft:
    """What the paper says of the matter today.

    Args:
        matter: with its organisation loaded.
        answers: what was asked of the issuer, by key.
    """
    known = fields.of_kind(matter.kind)
    labels = {key: str(known[key].label) for key in version.fields if key in known} | asked.labels(version.asks)
    values = fields.values_of(matter, version.fields, by)
    values |= {asked.PREFIX + ask["key"]: answers.get(ask["key"], "").strip() for ask in version.asks}
    return Draft(
        matter=matter,
        version=version,
        issuer=issuer,
        values=values,
        labels=labels,
        missing=[labels[key] for key in needed(version) if not values.get(key)],
    )


def needed(version: PaperTemplateVersion) -> list[str]:
    """The keys without which the paper makes no sense: those it names without asking whether they are there."""
    optional = {asked.PREFIX + ask["key"] for ask in version.asks if not ask["required"]}
    optional |= set(conditional_keys(version.source))
    required = [asked.PREFIX + ask["key"] for ask in version.asks if ask["required"]]
    known = fields.of_kind(version.template.matter_kind)
    return list(dict.fromkeys([key for key in version.fields if key in known and key not in optional] + required))


def new_code() -> str:
    """What opens the verification page of one paper; nobody can guess it."""
    return "".join(secrets.choice(ALPHABET) for _position in range(CODE_LENGTH))


def spaced(code: str) -> str:
    """ABCDE-FGHJK-…, as it is printed and typed."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


def prose_date(on: date) -> str:
    """2026年3月5日 (GB/T 9704-2012: Arabic numerals, no leading zeros)."""
    return f"{on.year}年{on.month}月{on.day}日"


def page_data(
    *,
    title: str,
    issuer: str,
    on: date,
    values: Mapping[str, Any],
    labels: Mapping[str, str],
    number: str = "",
    code: str = "",
    seal: str | None = None,
    preview: bool = False,
) -> dict[str, Any]:
    """Everything official.typ reads, fonts excepted."""
    return {
        "fields": dict(values),
        "labels": dict(labels),
        "preview": preview,
        "title": title,
        "issuer": issuer,
        "number": number,
        "year": str(on.year),
        "date": prose_date(on),
        "seal": seal,
        "sealed": True,
        "qr": qr_svg(code) if code else None,
        "code": spaced(code),
    }


def render(source: str, data: Mapping[str, Any], at: datetime, *, form: str = "pdf", ppi: int = 80) -> Rendered:
    """Set the paper. Raises Invalid in words when it cannot be set."""
    try:
        return typeset(source, data, timestamp=int(at.timestamp()), form=form, ppi=ppi)
    except TooSlow:
        raise Invalid(_("排版时间过长，请联系模板的维护人。")) from None
    except Broken as error:
        raise Invalid(_("模板第%(line)d行有错：%(text)s") % {"line": error.line, "text": said(error.message)}) from None


def preview(made: Draft, at: datetime, *, form: str = "png") -> Rendered:
    """The pages as they would be, marked as a preview: without number, code and seal."""
    on = timezone.localdate(at)
    data = page_data(
        title=made.template.name, issuer=made.issuer.name, on=on, values=made.values, labels=made.labels, preview=True
    )
    return render(made.version.source, data, at, form=form)


def sample_data(kind: str, asks: Sequence[Mapping[str, Any]], name: str, on: date) -> dict[str, Any]:
    """A paper of examples, for trying a template."""
    labels = {key: stored(one.label) for key, one in fields.of_kind(kind).items()} | asked.labels(asks)
    values = fields.examples(kind) | asked.labels(asks)
    return page_data(
        title=name, issuer=EXAMPLE_ISSUER, on=on, values=values, labels=labels,
        number=f"{EXAMPLE_PREFIX}〔{on.year}〕1号",
        code="A" * CODE_LENGTH,
    )  # fmt: skip


def verification_url(code: str) -> str:
    """What the QR code says: the page, or the bare code where the portal does not know its own address."""
    return f"{settings.SITE_URL.rstrip('/')}/verify/{code}/" if settings.SITE_URL else spaced(code)


def qr_svg(code: str) -> str:
    """The code as one path of black squares."""
    made = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    made.add_data(verification_url(code), optimize=0)
    made.make(fit=True)
    rows = made.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    size = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>'


def seal_svg(seal: Seal) -> str:
    """The seal's picture, white made transparent so that name and date can be read through it."""
    return _transparent(seal.file.sha256)


@functools.lru_cache(maxsize=16)
def _transparent(sha256: str) -> str:
    with Image.open(path_of(sha256)) as opened:
        picture = opened.convert("RGBA")
    picture.thumbnail((900, 900))
    red, green, blue, alpha = picture.split()
    # How far a pixel is from white decides how much it covers.
    lightest = ImageChops.darker(ImageChops.darker(red, green), blue)
    cover = lightest.point(lambda value: 0 if value > 235 else min(255, (255 - value) * 2))
    picture.putalpha(ImageChops.darker(cover, alpha))
    out = io.BytesIO()
    picture.save(out, "PNG")
    wide, high = picture.size
    data = base64.b64encode(out.getvalue()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}">'
        f'<image width="{wide}" height="{high}" href="data:image/png;base64,{data}"/></svg>'
    )
