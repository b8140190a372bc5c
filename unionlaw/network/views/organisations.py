"""What a system administrator does to organisations: one page for each service."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.lib import clock
from unionlaw.lib.errors import Invalid
from unionlaw.network import reach, structure
from unionlaw.network.forms import AmendForm, FoundForm, MergeForm, MoveForm
from unionlaw.network.models import Organisation
from unionlaw.network.services import organisations
from unionlaw.network.services.placing import AMENDABLE
from unionlaw.web import policy
from unionlaw.web.forms import ReasonForm
from unionlaw.web.views import FormActionView


class OrganisationAction(FormActionView):
    """A page that changes one organisation within the administrator's office."""

    policy = policy.Right("organisation.change")
    template_name = "network/action.html"
    object: Organisation

    def get_object(self) -> Any:
        rows = Organisation.objects.visible_to(self.actor).filter(reach.within(self.actor))
        rows = rows.select_related("parent", "attached_to")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(subtitle=self.object.name if self.object else "", **extra)

    def unions(self) -> QuerySet[Organisation]:
        return reach.changeable(self.actor).filter(kind__in=Organisation.UNIONS).order_by("lineage")


class Found(OrganisationAction):
    """设立组织. `?under=` names the union it is to stand under."""

    form_class = FoundForm
    title = gettext_lazy("设立组织")
    submit_label = gettext_lazy("设立")
    success_message = gettext_lazy("组织已设立。")

    def get_object(self) -> None:
        return None

    def get_cancel_url(self) -> str:
        return reverse("network:organisations")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"unions": self.unions(), "under": self.under if self.request.method == "GET" else None}

    @cached_property
    def under(self) -> Organisation | None:
        asked = self.request.GET.get("under", "")
        known = asked.isascii() and asked.isdigit() and len(asked) < 19
        return self.unions().filter(pk=int(asked)).first() if known else None

    def get_initial(self) -> dict[str, Any]:
        return {"union": self.under}

    def perform(self, form: Any) -> Organisation:
        fields = dict(form.cleaned_data)
        union = fields.pop("union")
        place = "attached_to" if fields["kind"] in structure.ATTACHED else "parent"
        try:
            return organisations.found_organisation(by=self.actor, at=self.at, **{place: union}, **fields)
        except Invalid as error:
            raise Invalid({"union" if name == place else name: said for name, said in error.errors.items()}) from error


class Amend(OrganisationAction):
    form_class = AmendForm
    title = gettext_lazy("变更组织资料")
    success_message = gettext_lazy("资料已变更。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"unions": self.unions() if self.object.kind in structure.ATTACHED else None}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in AMENDABLE}

    def perform(self, form: Any) -> Organisation:
        return organisations.amend_organisation(
            organisation_id=self.object.pk, version=self.version, by=self.actor, at=self.at, **form.cleaned_data
        )


class Move(OrganisationAction):
    form_class = MoveForm
    title = gettext_lazy("调整隶属")
    submit_label = gettext_lazy("调整")
    success_message = gettext_lazy("隶属关系已调整。")

    def get_form_kwargs(self) -> dict[str, Any]:
        parents = reach.changeable(self.actor).filter(kind__in=structure.parents_of(self.object.kind))
        parents = parents.exclude(lineage__contains=[self.object.pk]).exclude(pk=self.object.parent_id or 0)
        return {"parents": parents.order_by("lineage")}

    def consequences(self) -> list[Any]:
        below = Organisation.objects.below(self.object).open().count() - 1
        lines = [_("它所办的事项和登记的职工随之归新上级查看，原上级不再看到。"), _("已有的编号不变。")]
        if below:
            lines.insert(0, _("其下的%(n)s个组织一并调整。") % {"n": below})
        return lines

    def perform(self, form: Any) -> Organisation:
        return organisations.move_organisation(
            organisation_id=self.object.pk,
            new_parent=form.cleaned_data["parent"],
            reason=form.cleaned_data["reason"],
            by=self.actor,
            at=self.at,
        )


class Merge(OrganisationAction):
    form_class = MergeForm
    title = gettext_lazy("并入其他组织")
    submit_label = gettext_lazy("合并")
    success_message = gettext_lazy("已合并。")
    danger = True

    def get_form_kwargs(self) -> dict[str, Any]:
        kinds = Organisation.UNIONS if self.object.is_union else (self.object.kind,)
        others = reach.changeable(self.actor).filter(kind__in=kinds)
        return {"others": others.exclude(lineage__contains=[self.object.pk]).order_by("lineage")}

    def consequences(self) -> list[Any]:
        return [
            _("%(name)s自今日起撤销，其下级组织、在任岗位、事项和职工都转到所选组织。") % {"name": self.object},
            _("已有的编号和办理记录不变。"),
            _("合并后不能恢复。"),
        ]

    def perform(self, form: Any) -> Organisation:
        return organisations.merge_organisations(
            kept=form.cleaned_data["kept"],
            dropped=self.object,
            reason=form.cleaned_data["reason"],
            by=self.actor,
            at=self.at,
        )


class Close(OrganisationAction):
    form_class = ReasonForm
    title = gettext_lazy("撤销组织")
    submit_label = gettext_lazy("撤销")
    success_message = gettext_lazy("组织已撤销。")
    danger = True

    def consequences(self) -> list[Any]:
        return [_("自今日起不能再在此任职、受理事项；历史记录保留。"), _("撤销后不能恢复。")]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        obstacles = organisations.obstacles_to_closing(self.object, on=clock.today())
        return super().get_context(obstacles=obstacles, **extra)

    def perform(self, form: Any) -> Organisation:
        return organisations.close_organisation(
            organisation_id=self.object.pk, reason=form.cleaned_data["reason"], by=self.actor, at=self.at
        )
