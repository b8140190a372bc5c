"""What a paper would say: its template, the values of its fields, what is missing, and pictures of its pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.documents import asks as asked
from unionlaw.documents import fields
from unionlaw.documents.models import PaperTemplate, PaperTemplateVersion
from unionlaw.documents.models.templates import nearest
from unionlaw.documents.services.marks import CODE_LENGTH, spaced, verification_url
from unionlaw.documents.typesetting import Broken, Rendered, TooSlow, typeset, typeset_many
from unionlaw.documents.typesetting.lint import conditional_keys, said
from unionlaw.lib.errors import Invalid, Missing
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Matter
from unionlaw.matters.services.numbering import issuer_of
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation

EXAMPLE_ISSUER, EXAMPLE_PREFIX = "羊城市越山区总工会", "越工"  # no words of the portal's


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
    *, matter: Matter, version: PaperTemplateVersion, issuer: Organisation, answers: Mapping[str, str], by: Actor,
    source: Any = None,
) -> Draft:  # fmt: skip
    """What the paper says of the matter today.

    Args:
        matter: with its organisation loaded.
        answers: what was asked of the issuer, by key.
        source: what `fields.sources_of` loaded for the matter; loaded here when None.
    """
    known = fields.of_kind(matter.kind)
    labels = {key: str(known[key].label) for key in version.fields if key in known} | asked.labels(version.asks)
    values = fields.values_of(matter, version.fields, by, source)
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
        "qr": verification_url(code) if code else None,
        "code": spaced(code),
    }


def render_many(source: str, datas: Sequence[Mapping[str, Any]], at: datetime) -> list[bytes]:
    """Set papers of one template, each as a PDF of its own. Raises Invalid in words when one cannot be set."""
    with _in_words():
        return typeset_many(source, datas, timestamp=int(at.timestamp()))


def render(source: str, data: Mapping[str, Any], at: datetime, *, form: str = "pdf", ppi: int = 80) -> Rendered:
    """Set the paper. Raises Invalid in words when it cannot be set."""
    with _in_words():
        return typeset(source, data, timestamp=int(at.timestamp()), form=form, ppi=ppi)


@contextmanager
def _in_words() -> Iterator[None]:
    """What Typst refuses, as Invalid."""
    try:
        yield
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
