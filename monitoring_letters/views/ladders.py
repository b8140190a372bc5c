"""Who approves letters: for each union of one's tree, instrument and reach; inherited steps are shown as such."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring_letters.forms.ladders import MOST, LadderForm
from monitoring_letters.models import Instrument, LadderChange, LadderStep, Reach
from monitoring_letters.services import ladders
from unionlaw.lib.text import storable
from unionlaw.lib.wording import listed
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role
from unionlaw.web import policy
from unionlaw.web.views import FormActionView, PageView

SHOWN_CHANGES = 50
MOST_UNIONS = 100


def words(roles: Any) -> str:
    """Roles in order, as people say them."""
    return " → ".join(str(Role(role).label) for role in roles)


class OfUnions(PageView):
    @property
    def unions(self) -> Any:
        """One's own union and those below it."""
        own = self.actor.organisation
        found = Organisation.objects.filter(kind__in=Organisation.UNIONS).order_by("lineage")
        return found.filter(lineage__contains=[own.pk]) if own else found.none()

    @cached_property
    def union(self) -> Organisation:
        found: Organisation = get_object_or_404(self.unions, pk=self.kwargs["pk"])
        return found


class Ladders(OfUnions):
    """The unions; whose steps differ from what is above them is said."""

    policy = policy.Right("letter.ladder")
    template_name = "monitoring_letters/ladders.html"
    title = gettext_lazy("函书审批流程")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        typed = storable(self.request.GET.get("q", "")).strip()[:60]
        found = self.unions.filter(name__icontains=typed) if typed else self.unions
        unions = list(found[: MOST_UNIONS + 1])
        more, unions = len(unions) > MOST_UNIONS, unions[:MOST_UNIONS]
        own = set(LadderStep.objects.filter(organisation__in=unions).values_list("organisation_id", flat=True))
        rows = [(union, union.pk in own) for union in unions]
        return super().get_context(unions=rows, q=typed, more=more, most=MOST_UNIONS, **extra)


class Ladder(OfUnions):
    """All steps that hold for one union, where each comes from, and who changed what."""

    policy = policy.Right("letter.ladder")
    template_name = "monitoring_letters/ladder.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        self.title = _("%(name)s：函书审批流程") % {"name": self.union.name}
        names = dict(Organisation.objects.filter(pk__in=self.union.lineage).values_list("pk", "name"))
        rows = []
        for instrument, reach in ladders.shipped():
            by, roles = ladders.held_by(self.union, instrument, reach)
            rows.append(
                {
                    "label": listed([Instrument(instrument).label, Reach(reach).label]),
                    "roles": words(roles),
                    "own": by == self.union.pk,
                    "from": names.get(by, "") if by else "",
                    "url": reverse("monitoring_letters:change_ladder", args=[self.union.pk, instrument, reach]),
                }
            )
        changes = LadderChange.objects.filter(organisation__in=self.union.lineage).select_related(
            "organisation", "user"
        )
        return super().get_context(
            union=self.union,
            rows=rows,
            changes=[(change, words(change.before), words(change.after)) for change in changes[:SHOWN_CHANGES]],
            **extra,
        )


class Change(OfUnions, FormActionView):
    """Set the steps of one union, instrument and reach; without any, it inherits again."""

    policy = policy.Right("letter.ladder")
    form_class = LadderForm
    template_name = "components/action.html"
    submit_label = gettext_lazy("保存")
    success_message = gettext_lazy("审批流程已保存，对以后通过法律审核的函书生效。")
    back_label = gettext_lazy("返回审批流程")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (kwargs["instrument"], kwargs["reach"]) not in ladders.shipped():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_object(self) -> Organisation:
        return self.union

    @property
    def current_version(self) -> None:
        return None

    def get_initial(self) -> dict[str, Any]:
        by, roles = ladders.held_by(self.union, self.kwargs["instrument"], self.kwargs["reach"])
        return {f"step{index}": role for index, role in enumerate(roles[:MOST])} if by == self.union.pk else {}

    def consequences(self) -> list[Any]:
        return [
            _("各级都不选，则沿用上级工会的流程。"),
            _("已经在审批的函书不受影响。起草、修改或者审核过的人不审批同一函书。"),
        ]

    def perform(self, form: Any) -> Any:
        return ladders.set_ladder(
            organisation=self.union,
            instrument=self.kwargs["instrument"],
            reach=self.kwargs["reach"],
            roles=form.roles,
            by=self.actor,
            at=self.at,
        )

    def get_success_url(self, result: Any) -> str:
        return self.get_cancel_url()

    def get_cancel_url(self) -> str:
        return reverse("monitoring_letters:ladder", args=[self.kwargs["pk"]])

    def get_context(self, **extra: Any) -> dict[str, Any]:
        instrument, reach = Instrument(self.kwargs["instrument"]), Reach(self.kwargs["reach"])
        _by, roles = ladders.held_by(self.union, instrument, reach)
        self.title = listed([instrument.label, reach.label])
        said = _("%(name)s，现行：%(roles)s") % {"name": self.union.name, "roles": words(roles)}
        return super().get_context(subtitle=said, **extra)
