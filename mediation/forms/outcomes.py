"""The form of outcomes: one card per worker, a big button for each code of the registry, made for one thumb."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from mediation.outcomes import FAILURES, REGISTRY, OutcomeCode
from mediation.services.outcomes import MOST_INSTALMENTS, OutcomeLine
from unionlaw.lib.money import format_fen
from unionlaw.matters.models import Claim, ClaimOutcome, Party
from unionlaw.web.forms import DateField, MoneyField

REASONS = [("", _("请选择原因")), *FAILURES.items()]
INSTALMENTS = [(1, _("一次付清")), *((n, _("分%(n)d期") % {"n": n}) for n in range(2, MOST_INSTALMENTS + 1))]


def codes_for(recorders: Iterable[OutcomeCode]) -> list[tuple[str, Any]]:
    return [(spec.code, spec.label) for spec in recorders]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim and its fields."""

    claim: Claim
    outcome: ClaimOutcome | None
    code: BoundField
    amount: BoundField


@dataclass(frozen=True, slots=True)
class WorkerCard:
    """One worker: their claims, and what holds for all of them."""

    party: Party
    rows: list[ClaimRow]
    terms: list[BoundField]
    reason: BoundField
    done: bool


class OutcomesForm(forms.Form):
    """What came of each claim. Claims left as they were are not recorded again.

    Fields: `claim-<id>-code`, `claim-<id>-amount`; for each worker `party-<id>-reason`, `-instalments`, `-pay_from`,
    `-promises`; `all_*` fill the cards.
    """

    decided_on = DateField(label=_("达成（确定）日期"), error_messages={"required": _("请填写日期。")})

    def __init__(
        self, *args: Any, claims: Sequence[Claim], known: dict[int, ClaimOutcome], codes: Sequence[OutcomeCode],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.claims, self.known = list(claims), known
        choices = codes_for(codes)
        self.fields["all_code"] = forms.ChoiceField(
            label=_("全部记为"), choices=choices, required=False, widget=forms.RadioSelect
        )
        self._terms("all_", None)
        for claim in self.claims:
            outcome = known.get(claim.pk)
            head = f"{claim.party.name} {claim.get_head_display()}"
            self.fields[f"claim-{claim.pk}-code"] = forms.ChoiceField(
                label=f"{head} {_g('结果')}",
                choices=choices,
                required=False,
                widget=forms.RadioSelect,
                initial=outcome.code if outcome else "",
            )
            amount = MoneyField(
                label=f"{head} {_g('确定金额')}",
                required=False,
                initial=outcome.amount if outcome else claim.amount or None,
            )
            amount.widget.attrs["aria-label"] = amount.label
            self.fields[f"claim-{claim.pk}-amount"] = amount
        for party in self.parties:
            first = next((known[c.pk] for c in self.claims if c.party_id == party.pk and c.pk in known), None)
            self._terms(f"party-{party.pk}-", getattr(first, "terms", None))

    def _terms(self, prefix: str, terms: Any) -> None:
        self.fields[f"{prefix}reason"] = forms.ChoiceField(
            label=_("不成原因"), choices=REASONS, required=False, initial=terms.reason if terms else ""
        )
        self.fields[f"{prefix}instalments"] = forms.TypedChoiceField(
            label=_("付款"),
            choices=INSTALMENTS,
            coerce=int,
            required=False,
            initial=terms.instalments if terms else 1,
        )
        self.fields[f"{prefix}pay_from"] = DateField(
            label=_("首期（付清）日期"), required=False, initial=terms.pay_from if terms else None
        )
        self.fields[f"{prefix}promises"] = forms.CharField(
            label=_("其他约定"),
            max_length=500,
            required=False,
            initial=terms.promises if terms else "",
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    @cached_property
    def parties(self) -> list[Party]:
        return list({claim.party_id: claim.party for claim in self.claims}.values())

    @cached_property
    def cards(self) -> list[WorkerCard]:
        return [
            WorkerCard(
                party,
                [
                    ClaimRow(
                        claim,
                        self.known.get(claim.pk),
                        self[f"claim-{claim.pk}-code"],
                        self[f"claim-{claim.pk}-amount"],
                    )
                    for claim in self.claims
                    if claim.party_id == party.pk
                ],
                [self[f"party-{party.pk}-{name}"] for name in ("instalments", "pay_from", "promises")],
                self[f"party-{party.pk}-reason"],
                all(claim.pk in self.known for claim in self.claims if claim.party_id == party.pk),
            )
            for party in self.parties
        ]

    @property
    def all_terms(self) -> list[BoundField]:
        return [self[f"all_{name}"] for name in ("instalments", "pay_from", "promises")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not list(self.lines()):
            raise ValidationError(_g("还没有选择任何新的结果。"))
        return cleaned

    def lines(self) -> Iterator[OutcomeLine]:
        """What is new or other than before; of each code only what the registry lets it have."""
        for claim in self.claims:
            code = self.cleaned_data.get(f"claim-{claim.pk}-code")
            if code and code in REGISTRY:
                line = self._line(claim, REGISTRY[code])
                if line != _before(self.known.get(claim.pk)):
                    yield line

    def _line(self, claim: Claim, spec: OutcomeCode) -> OutcomeLine:
        data, whose = self.cleaned_data, f"party-{claim.party_id}-"
        amount = data.get(f"claim-{claim.pk}-amount") or 0
        return OutcomeLine(
            claim.pk,
            str(spec.code),
            amount if spec.money != "none" else 0,
            reason=data.get(f"{whose}reason", "") if spec.reason else "",
            instalments=(data.get(f"{whose}instalments") or 1) if spec.terms and amount else 1,
            pay_from=data.get(f"{whose}pay_from") if spec.terms else None,
            promises=data.get(f"{whose}promises", "").strip() if spec.terms else "",
        )

    def beside(self, errors: dict[str, list[str]]) -> dict[str, list[str]]:
        """A service's complaints under this form's names: reasons and terms belong to the worker."""
        party_of = {claim.pk: claim.party_id for claim in self.claims}
        found: dict[str, list[str]] = {}
        for key, said in errors.items():
            name = key
            if key.startswith("claim-") and key not in self.fields:
                _claim, pk, part = key.split("-", 2)
                name = f"party-{party_of.get(int(pk))}-{part}"
            found.setdefault(name, [])
            found[name] += [line for line in said if line not in found[name]]
        return found


def _before(outcome: ClaimOutcome | None) -> OutcomeLine | None:
    if outcome is None:
        return None
    terms = getattr(outcome, "terms", None)
    if terms is None:
        return OutcomeLine(outcome.claim_id, outcome.code, outcome.amount)
    return OutcomeLine(
        outcome.claim_id, outcome.code, outcome.amount, terms.reason, terms.instalments, terms.pay_from, terms.promises
    )


def filled(data: QueryDict, claims: Iterable[Claim]) -> QueryDict:
    """What was typed, with the choice for all carried into every card; the claimed amount where none was typed."""
    data = data.copy()
    code = str(data.get("all_code", ""))
    spec = REGISTRY.get(code)
    for claim in claims:
        if spec is not None:
            data[f"claim-{claim.pk}-code"] = code
            if spec.money != "none" and not data.get(f"claim-{claim.pk}-amount") and claim.amount:
                data[f"claim-{claim.pk}-amount"] = format_fen(claim.amount)
        for name in ("reason", "instalments", "pay_from", "promises"):
            if value := data.get(f"all_{name}"):
                data[f"party-{claim.party_id}-{name}"] = value
    return data
