"""Wording papers: new versions of a template, a union's own template, and loading those that come with the product."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.documents import asks as asked
from unionlaw.documents.models import PaperTemplate, PaperTemplateVersion
from unionlaw.documents.services.drafting import sample_data
from unionlaw.documents.shipped import shipped
from unionlaw.documents.typesetting.lint import Problem, keys_in, lint
from unionlaw.lib.errors import Invalid, Missing, Refused
from unionlaw.lib.wording import stored
from unionlaw.matters.models import NumberPattern
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role


def problems_of(
    *, source: str, kind: str, name: str, asks: Sequence[dict[str, Any]], on: date
) -> list[Problem]:  # fmt: skip
    """What is wrong with a template's source, by line."""
    return lint(source, kind=kind, asks=asks, sample=sample_data(kind, asks, name, on))


def change_refusal(template: PaperTemplate, by: Actor) -> str:
    """Why `by` may not give this template a new version, or "".

    The templates of all unions are changed by the system administrator at the root of the tree; a union's own by its
    manager or a system administrator above it.
    """
    if reason := by.refusal("paper_template.change"):
        return reason
    own = by.organisation
    if by.is_system:
        return ""
    if template.organisation is None:
        if own is not None and own.depth == 1 and by.role == Role.SYSTEM_ADMIN:
            return ""
        return _("这是各级工会通用的模板，由市级系统管理员修改。您可以另设本单位的模板。")
    if own is None or own.pk not in template.organisation.lineage:
        return _("这是上级工会的模板。您可以另设本单位的模板。")
    return ""


@transaction.atomic
def add_version(
    *,
    template_id: int,
    source: str,
    asks: str,
    effective_from: date,
    effective_to: date | None = None,
    why: str,
    own: bool = False,
    by: Actor,
    at: datetime,
) -> PaperTemplateVersion:
    """Give a template a new wording from a day on.

    Args:
        asks: as the editor shows it, one line for each (documents.asks).
        own: make it the wording of the actor's own union, in a template of its own if there is none yet.

    Raises Missing, Refused with the reason; Invalid on `source` with every fault and its line, `asks`,
    `effective_from`, `effective_to` or `why`.
    """
    template = PaperTemplate.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=template_id).first()
    if template is None:
        raise Missing(_("没有这个模板，或者您无权查看。"))
    by.require("paper_template.change")
    if own:
        template = _own_template(template, by)
    if reason := change_refusal(template, by):
        raise Refused(reason)
    today = timezone.localdate(at)
    errors: dict[str, Any] = {}
    source = source.replace("\r\n", "\n").strip("\n") + "\n"
    wanted, wrong = asked.read(asks)
    if wrong:
        errors["asks"] = wrong
    elif problems := problems_of(source=source, kind=template.matter_kind, name=template.name, asks=wanted, on=today):
        errors["source"] = [str(problem) for problem in problems]
    if effective_from < today:
        errors["effective_from"] = _("启用日期不能早于今天。")
    if effective_to is not None and effective_to < effective_from:
        errors["effective_to"] = _("停用日期不能早于启用日期。")
    if not why.strip():
        errors["why"] = _("请写明修改原因。")
    if errors:
        raise Invalid(errors)
    last = template.versions.first()
    new = _version(template, last, source, wanted, effective_from, effective_to, why.strip()[:300], by, at)
    new.save()
    return new


def _own_template(template: PaperTemplate, by: Actor) -> PaperTemplate:
    if by.organisation is None:
        raise Refused(_("您目前没有任何在任岗位，请联系系统管理员。"))
    if template.organisation_id == by.organisation.pk:
        return template
    columns = ("name", "matter_kind", "document_kind", "number_word", "position")
    found, _created = PaperTemplate.objects.get_or_create(
        key=template.key,
        organisation=by.organisation,
        defaults={column: getattr(template, column) for column in columns},
    )
    return found


def _version(
    template: PaperTemplate, last: PaperTemplateVersion | None, source: str, wanted: list[dict[str, Any]], start: date,
    end: date | None, why: str, by: Actor, at: datetime,
) -> PaperTemplateVersion:  # fmt: skip
    return PaperTemplateVersion(
        template=template,
        number=last.number + 1 if last else 1,
        source=source,
        asks=wanted,
        fields=keys_in(source),
        effective_from=start,
        effective_to=end,
        why=why,
        made_at=at,
        made_by=by.post,
    )


@transaction.atomic
def load_shipped(*, by: Actor, at: datetime) -> int:
    """Bring the product's templates into the database; a wording that an office made is never replaced.

    A shipped file that changed becomes a new version, unless the latest version of the template is an office's. Returns
    how many templates are shipped.
    """
    coming = shipped()
    # One statement for each table, since every start of the portal does this. The templates stay locked until the end.
    templates = PaperTemplate.objects.bulk_create(
        [PaperTemplate(key=one.key, organisation=None, **one.columns) for one in coming],
        update_conflicts=True,
        unique_fields=["key", "organisation"],
        update_fields=["name", "matter_kind", "document_kind", "number_word", "position"],
    )
    # The words after the prefix; a union that numbers otherwise has a pattern of its own.
    NumberPattern.objects.bulk_create(
        [
            NumberPattern(
                organisation=None,
                kind=template.number_kind,
                pattern=f"{{prefix}}{template.number_word}〔{{year}}〕{{serial}}号",
            )
            for template in templates
            if template.number_word
        ],
        ignore_conflicts=True,
    )
    versions = PaperTemplateVersion.objects.filter(template__in=templates)
    latest = {one.template_id: one for one in versions.order_by("template_id", "-number").distinct("template_id")}
    new = []
    for one, template in zip(coming, templates, strict=True):
        last = latest.get(template.pk)
        if last is not None and (last.made_by_id is not None or (last.source, last.asks) == (one.source, one.asks)):
            continue
        start = one.effective_from if last is None else timezone.localdate(at)
        why = stored(gettext_lazy("随系统提供") if last is None else gettext_lazy("随系统更新"))
        new.append(_version(template, last, one.source, one.asks, start, None, why, by, at))
    PaperTemplateVersion.objects.bulk_create(new)
    return len(coming)
