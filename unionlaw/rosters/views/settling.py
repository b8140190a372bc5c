"""Outcomes for many and for one, and the payment list."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from unionlaw.lib.errors import DomainError, Invalid
from unionlaw.matters.models import Party
from unionlaw.rosters import reading
from unionlaw.rosters.forms import BulkOutcomeForm, DayForm, ExportForm, LineForm
from unionlaw.rosters.kinds import BulkLine, BulkTerms
from unionlaw.rosters.services import paying, settling
from unionlaw.rosters.services.people import workers_of
from unionlaw.rosters.views.base import RosterAction
from unionlaw.rosters.views.people import ForPeople
from unionlaw.rosters.views.sheets import attachment
from unionlaw.web import policy
from unionlaw.web.lists.cells import Cell, Money
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.export import workbook


class RecordForMany(ForPeople):
    """One outcome for those chosen on the roster, or for everybody who has none."""

    policy = policy.Right("roster.outcome")
    form_class = BulkOutcomeForm
    verb = "record_outcomes"
    title = _("批量登记结果")
    submit_label = _("登记")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "decided_on": timezone.localdate(self.at)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kind": self.kind, "actor": self.actor}

    def consequences(self) -> list[Any]:
        if self.asked:
            return [_("所选职工的请求登记为这个结果，原有的结果被代替。")]
        return [_("没有选人：所有还没有结果的请求都登记为这个结果。")]

    def perform(self, form: Any) -> int:
        given = form.cleaned_data
        names = ("reason", "pay_from", "promises", "instrument", "instrument_number")
        terms = {name: given[name] for name in names if given.get(name)}
        amount = settling.Amount(given.get("how") or settling.FULL, given.get("percent") or 0, given.get("amount") or 0)
        return settling.record_for_many(
            matter_id=self.object.pk,
            code=given["code"],
            decided_on=given["decided_on"],
            party_ids=given["pk"] if self.asked else None,
            heads=[given["head"]] if given.get("head") else [],
            amount=amount,
            terms=BulkTerms(**terms, instalments=given.get("instalments") or 1),
            by=self.actor,
            at=self.at,
            version=self.version,
        )

    def get_success_message(self, result: int) -> str:
        return ngettext("已登记%(count)d项请求的结果。", "已登记%(count)d项请求的结果。", result) % {"count": result}


class RecordForOne(RosterAction):
    """Each claim of one worker by itself."""

    policy = policy.Right("roster.outcome")
    template_name = "rosters/one.html"
    verb = "record_outcomes"
    submit_label = _("登记结果")
    success_message = _("已登记结果。")

    @cached_property
    def line(self) -> reading.Line:
        party: Party | None = (
            workers_of(self.object).filter(pk=self.kwargs["party_id"]).select_related("worker").first()
        )
        if party is None:
            raise Http404
        return reading.lines(self.object, [party], timezone.localdate(self.at))[0]

    @cached_property
    def forms(self) -> list[tuple[Any, LineForm]]:
        data = self.request.POST if self.request.method == "POST" else None
        found = []
        for claim in self.line.claims:
            known = self.line.outcomes.get(claim.pk)
            initial = {"code": known.code, "amount": known.amount} if known else {"amount": claim.amount}
            form = LineForm(data, prefix=f"claim-{claim.pk}", initial=initial, kind=self.kind, actor=self.actor)
            found.append((claim, form))
        return found

    def make_form(self, data: Any = None) -> DayForm:
        return DayForm(data, initial={"decided_on": timezone.localdate(self.at)})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.line  # noqa: B018  a worker of another matter is 404 before anything is checked
        day = self.make_form(request.POST)
        if not all([form.is_valid() for _claim, form in self.forms] + [day.is_valid()]):
            return self.show(day, status=422)
        return super().post(request, *args, **kwargs)

    def perform(self, form: Any) -> int:
        filled = [(claim, one.cleaned_data, one) for claim, one in self.forms if one.cleaned_data.get("code")]
        by_reason: dict[str, list[BulkLine]] = {}
        money = {choice.code: choice.money for choice in self.kind.codes(self.actor)}
        for claim, given, _one in filled:
            amount = (given.get("amount") or 0) if money.get(given["code"]) != "none" else 0
            line = BulkLine(claim.pk, given["code"], amount)
            by_reason.setdefault(f"{given['code']}|{given.get('reason') or ''}", []).append(line)
        if not by_reason:
            raise Invalid(_g("请至少登记一项请求的结果。"))
        return settling.record_groups(
            matter=self.object,
            groups=[(lines, BulkTerms(reason=key.partition("|")[2])) for key, lines in by_reason.items()],
            decided_on=form.cleaned_data["decided_on"],
            by=self.actor,
            at=self.at,
            version=self.version,
        )

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(
            title=self.line.party.name, line=self.line, claim_forms=self.forms,
            all_forms=[one for _claim, one in self.forms], **extra,
        )  # fmt: skip


class ExportPayments(RosterAction):
    """The payment list as a workbook, after a reason."""

    policy = policy.Right("roster.export")
    form_class = ExportForm
    verb = ""
    title = _("导出付款名册")
    submit_label = _("导出")

    @property
    def current_version(self) -> None:
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"may_reveal": self.actor.may("worker.reveal")}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        form = self.make_form(request.POST)
        if self.object and not form.is_valid():
            return self.show(form, status=422)
        given = form.cleaned_data
        try:
            rows = paying.export_payments(
                matter_id=self.object.pk, reason=given["reason"], numbers=bool(given.get("numbers")),
                unpaid_only=given["unpaid_only"], by=self.actor, at=self.at,
            )  # fmt: skip
        except DomainError as error:
            if not isinstance(error, Invalid):
                raise
            form.add_error("reason", error.message)
            return self.show(form, status=422)
        columns = (
            Column("name", _("姓名"), Cell("name")),
            Column("id_number", _("证件号码"), Cell("id_number")),
            Column("due", _("应付"), Money("due")),
            Column("due_by_now", _("已到期"), Money("due_by_now")),
            Column("paid", _("已付"), Money("paid")),
            Column("outstanding", _("未付"), Money("outstanding")),
        )
        name = _("付款名册")
        return attachment(workbook(str(name), columns, rows), f"{self.object.number}{name}.xlsx")
