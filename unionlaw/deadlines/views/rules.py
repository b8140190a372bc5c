"""Rules of time limits: the list, a rule with its versions, a new version with a look at what it moves."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.deadlines.forms.rules import EVENTS, RuleSearchForm, VersionForm
from unionlaw.deadlines.models import Deadline, Rule, RuleVersion
from unionlaw.deadlines.presenters import UNVERIFIED, length_of_version
from unionlaw.deadlines.sections import SECTIONS, place_name, section_of
from unionlaw.deadlines.services import rules
from unionlaw.deadlines.services.amending import amend_rule
from unionlaw.deadlines.wording import length_in_words, said
from unionlaw.lib import clock
from unionlaw.lib.wording import listed
from unionlaw.matters import vocabulary
from unionlaw.web import policy
from unionlaw.web.views import FormActionView, PageView, Text

MOST_MOVED = 100


class RuleList(PageView):
    """All rules under their chapters, as they stand today."""

    policy = policy.Right("deadline_rule.view")
    template_name = "deadlines/rules.html"
    title = gettext_lazy("期限规则")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        today = clock.today()
        newest: dict[int, RuleVersion] = {}
        for version in rules.all_versions():
            if version.rule_id not in newest or rules.in_force(version, today):
                newest[version.rule_id] = version
        form = RuleSearchForm(
            self.request.GET, jurisdictions=sorted({version.rule.jurisdiction for version in newest.values()})
        )
        asked = form.cleaned_data if form.is_valid() else {}
        rows = [_row(version) for version in newest.values() if _answers(version, asked)]
        order = list(SECTIONS)
        rows.sort(key=lambda row: (order.index(row["section"]), row["rule"].key, row["rule"].jurisdiction))
        found = [(SECTIONS[section], list(group)) for section, group in groupby(rows, lambda row: row["section"])]
        return super().get_context(
            form=form,
            sections=found,
            count=len(rows),
            may_change=self.actor.may("deadline_rule.change"),
            back=self.actor.may("admin.view"),
            **extra,
        )


def _row(version: RuleVersion) -> dict[str, Any]:
    return {
        "section": section_of(version.rule.key),
        "rule": version.rule,
        "version": version,
        "place": place_name(version.rule.jurisdiction) if version.rule.jurisdiction else "",
        "length": length_of_version(version),
        "trigger": said(version, "trigger"),
        "citation": said(version, "citation"),
        "unverified": version.confidence in UNVERIFIED,
        "automatic": bool(version.opens_on),
    }


def _answers(version: RuleVersion, asked: dict[str, Any]) -> bool:
    rule, words = version.rule, str(asked.get("q", "")).casefold().split()
    text = " ".join([rule.key, rule.name, rule.name_en, version.trigger, version.citation]).casefold()
    place = "" if asked.get("jurisdiction") == "everywhere" else asked.get("jurisdiction")
    return (
        all(word in text for word in words)
        and asked.get("section", "") in ("", section_of(rule.key))
        and asked.get("kind", "") in ("", "internal" if rule.internal else "statutory")
        and asked.get("confidence", "") in ("", version.confidence)
        and (not asked.get("jurisdiction") or rule.jurisdiction == place)
    )


class RulePage(PageView):
    """One rule: what it says now, what it said before and why, what drives it."""

    policy = policy.Right("deadline_rule.view")
    template_name = "deadlines/rule.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        versions = RuleVersion.objects.select_related("ladder", "by_user").order_by("-number")
        rule = get_object_or_404(Rule.objects.prefetch_related(Prefetch("versions", versions)), pk=self.kwargs["pk"])
        found, today = list(rule.versions.all()), clock.today()
        now = next((version for version in found if rules.in_force(version, today)), found[0])
        return super().get_context(
            title=str(rule),
            rule=rule,
            place=place_name(rule.jurisdiction),
            now=now,
            facts=facts(now),
            events=events_in_words(now),
            versions=[(version, length_of_version(version), version == now) for version in found],
            variants=Rule.objects.filter(key=rule.key).exclude(pk=rule.pk),
            unverified=now.get_confidence_display() if now.confidence in UNVERIFIED else "",
            running=Deadline.objects.running().filter(rule_version__rule=rule).count(),
            may_change=self.actor.may("deadline_rule.change"),
            **extra,
        )


def facts(version: RuleVersion) -> list[tuple[str, Any]]:
    """What a version says, in pairs."""
    if version.extension_unlimited:
        extension = _("不限长度")
    elif version.extension_length:
        extension = length_in_words(version.extension_length, version.unit)
    else:
        extension = _("不得延长")
    if version.extension_unlimited or version.extension_length:
        more = [version.get_extension_consent_display()]
        if version.extension_second_person:
            more.append(_("须第二人复核"))
        extension = listed([extension, *more])
    counting = [
        _("首日不计") if version.exclude_first else _("首日计入"),
        _("末日逢假顺延") if version.roll_forward else _("末日逢假不顺延"),
    ]
    pairs: list[tuple[str, Any]] = [
        (_("长度"), length_of_version(version)),
        (_("算法"), listed(counting)),
        (_("起算事由"), said(version, "trigger")),
        (_("事项种类"), version.get_matter_kind_display() or _("各类事项")),
        (_("受约束的一方"), said(version, "bound")),
        (_("责任人"), version.get_responsible_display()),
        (_("延长"), extension),
        (_("延长与中止说明"), said(version, "suspension_note")),
        (_("逾期后果"), said(version, "consequence")),
        (_("依据"), said(version, "citation")),
        (_("来源核实"), version.get_confidence_display()),
        (_("提醒级别"), said(version.ladder, "name") if version.ladder else _("通用提醒")),
        (_("生效日期"), version.effective_from.isoformat()),
        (_("失效日期"), version.effective_to.isoformat() if version.effective_to else ""),
    ]
    if version.disputed_unit:
        pairs.insert(1, (_("有争议的单位"), version.get_disputed_unit_display()))
    return [(term, value) for term, value in pairs if value]


def events_in_words(version: RuleVersion) -> list[tuple[str, str]]:
    """What drives a rule: (what it does, the events by their labels)."""
    labels = {event.name: event.label for event in vocabulary.all_types()}
    found = []
    for name in EVENTS:
        if names := getattr(version, name):
            term = str(RuleVersion._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            found.append((term, listed(labels.get(event, event) for event in names)))
    return found


class ChangeRule(FormActionView):
    """A new version: first what it would move, then it is written and the running limits follow."""

    policy = policy.Right("deadline_rule.change")
    template_name = "deadlines/change_rule.html"
    form_class = VersionForm
    title = gettext_lazy("修改期限规则")
    submit_label = gettext_lazy("保存新版本")
    back_label = gettext_lazy("返回规则")
    object: Rule

    def get_object(self) -> Any:
        return get_object_or_404(Rule, pk=self.kwargs["pk"])

    @property
    def current_version(self) -> int | None:
        newest = self.newest()
        return newest.number if newest else None

    def newest(self) -> RuleVersion | None:
        return self.object.versions.select_related("rule").order_by("-number").first()

    def make_form(self, data: Any = None) -> Any:
        newest = self.newest()
        initial = {name: getattr(newest, name) for name in (*VersionForm.Meta.fields, *EVENTS)} | {
            "ladder": newest.ladder_id if newest else None,
            "effective_from": clock.today(),
            "effective_to": None,
        }
        return VersionForm(data, initial=initial)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        subtitle = str(self.object)
        if self.object.jurisdiction:
            subtitle += f" · {place_name(self.object.jurisdiction)}"
        return super().get_context(subtitle=subtitle, rule=self.object, **extra)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "confirmed" in request.POST:
            return super().post(request, *args, **kwargs)
        form, newest = self.make_form(request.POST), self.newest()
        if newest is None or not form.is_valid():
            return self.show(form, status=422)
        content = {name: value for name, value in form.cleaned_data.items() if name != "why"}
        moved = rules.preview(rules.draft_version(newest, content))
        return self.show(form, moved=moved[:MOST_MOVED], moved_count=len(moved), previewed=True)

    def get_cancel_url(self) -> str:
        return reverse("deadlines:rule", args=[self.object.pk])

    def get_success_url(self, result: Any) -> str:
        return self.get_cancel_url()

    def get_success_message(self, result: int) -> Text:
        return _("新版本已保存，%(n)s项进行中的期限已重新计算。") % {"n": result}

    def perform(self, form: Any) -> int:
        content = dict(form.cleaned_data)
        why = content.pop("why")
        _version, moved = amend_rule(
            rule=self.object, content=content, why=why, number=self.version, by=self.actor, at=self.at
        )
        return len(moved)
