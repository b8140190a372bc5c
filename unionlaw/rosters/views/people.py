"""Representatives, consents, report to those above."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from unionlaw.lib.wording import listed
from unionlaw.matters.models import Party
from unionlaw.rosters.forms import ConsentForm, NoFieldsForPeople, PeopleForm
from unionlaw.rosters.services import people, reporting
from unionlaw.rosters.services.people import workers_of
from unionlaw.rosters.views.base import RosterAction
from unionlaw.web import policy
from unionlaw.web.views import NoFields

NAMED = 10


class ForPeople(RosterAction):
    """What is done for the workers chosen on the roster, given as `pk` in the address and carried by the form."""

    form_class: type[PeopleForm] = NoFieldsForPeople

    @property
    def asked(self) -> list[int]:
        given = self.request.POST.getlist("pk") or self.request.GET.getlist("pk")
        return [int(pk) for pk in given if pk.isascii() and pk.isdigit() and len(pk) < 19]

    @cached_property
    def chosen(self) -> list[Party]:
        """The workers of this matter among those asked for."""
        found = workers_of(self.object).filter(pk__in=self.asked).select_related("worker")
        return list(found) if self.asked else []

    def get_initial(self) -> dict[str, Any]:
        return {"pk": [party.pk for party in self.chosen]}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"parties": [party.pk for party in self.chosen]}

    @property
    def names(self) -> str:
        shown = listed(party.name for party in self.chosen[:NAMED])
        if len(self.chosen) <= NAMED:
            return shown
        return _("%(names)s等%(count)d人") % {"names": shown, "count": len(self.chosen)}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(**{"names": self.names, **extra})


class NameRepresentatives(ForPeople):
    policy = policy.Right("roster.keep")
    title = _("推举职工代表")
    submit_label = _("推举为代表")
    success_message = _("已记录职工代表。")

    def consequences(self) -> list[Any]:
        return [_("名册上原来的代表由这次推举的代替。"), _("十人以上的，推举三至五名（人社部令第33号）。")]

    def perform(self, form: Any) -> Any:
        return people.name_representatives(
            matter_id=self.object.pk, party_ids=form.cleaned_data["pk"], by=self.actor, at=self.at,
            version=self.version,
        )  # fmt: skip


class RecordConsents(ForPeople):
    policy = policy.Right("roster.keep")
    form_class = ConsentForm
    title = _("登记同意推举代表")
    submit_label = _("登记同意")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "said_on": timezone.localdate(self.at)}

    def consequences(self) -> list[Any]:
        return [] if self.asked else [_("没有选人：给所有还没有登记同意的职工登记。")]

    def perform(self, form: Any) -> int:
        return people.record_consents(
            matter_id=self.object.pk, said_on=form.cleaned_data["said_on"],
            party_ids=form.cleaned_data["pk"] if self.asked else None, by=self.actor, at=self.at, version=self.version,
        )  # fmt: skip

    def get_success_message(self, result: int) -> str:
        return ngettext("已登记%(count)d人同意。", "已登记%(count)d人同意。", result) % {"count": result}


class WithdrawConsents(ForPeople):
    policy = policy.Right("roster.keep")
    title = _("撤回同意推举代表")
    submit_label = _("撤回同意")
    danger = True
    success_message = _("已撤回。")

    def perform(self, form: Any) -> int:
        return people.withdraw_consents(
            matter_id=self.object.pk, party_ids=form.cleaned_data["pk"], by=self.actor, at=self.at,
            version=self.version,
        )  # fmt: skip


class ReportUp(RosterAction):
    policy = policy.Right("roster.keep")
    form_class = NoFields
    verb = ""
    title = _("向上级报告群体争议")
    submit_label = _("报告")
    success_message = _("已报告。")

    def consequences(self) -> list[Any]:
        return [_("本单位和各级上级单位的负责人收到通知，本事项列为优先办理。")]

    def perform(self, form: Any) -> Any:
        return reporting.report_up(matter_id=self.object.pk, by=self.actor, at=self.at, version=self.version)
