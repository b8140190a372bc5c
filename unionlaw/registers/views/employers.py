"""Pages of one employer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.registers import forms, hooks, lookups, services
from unionlaw.registers.models import Employer, EmployerRelation
from unionlaw.registers.views.duplicates import Merge, ShowsDuplicates
from unionlaw.web import policy
from unionlaw.web.views import PageView


class OfEmployer:
    """Views of one employer."""

    actor: Any
    kwargs: dict[str, Any]

    def get_object(self) -> Employer:
        related = ("region", "industry", "merged_into", "registered_by")
        employers = Employer.objects.visible_to(self.actor).select_related(*related)
        found = employers.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found


def page_context(request: HttpRequest, actor: Any, employer: Employer, plain: dict[int, str]) -> dict[str, Any]:
    """What the page of an employer shows.

    Args:
        plain: revealed phones by contact; the others stay masked.
    """
    relations = [
        {"pk": r.pk, "words": r.get_kind_display(), "other": r.other, "note": r.note}
        for r in employer.relations.select_related("other")
    ]
    for r in employer.relations_from.select_related("employer"):
        words = EmployerRelation.FROM_OTHER_END[EmployerRelation.Kind(r.kind)]
        relations.append({"pk": r.pk, "words": words, "other": r.employer, "note": r.note})
    current = not employer.merged_into_id
    return {
        "employer": employer,
        "facts": [
            (_("统一社会信用代码"), employer.uscc),
            (_("简称或曾用名"), employer.short_name),
            (_("类型"), employer.get_kind_display()),
            (_("规模"), employer.get_size_display()),
            (_("法定代表人"), employer.legal_representative),
            (_("行业"), employer.industry or ""),
            (_("所在地"), employer.region or ""),
            (_("地址"), employer.address),
        ],
        "contacts": [(contact, plain.get(contact.pk) or contact.phone) for contact in employer.contacts.all()],
        "revealed": bool(plain),
        "relations": relations,
        "panels": [
            {"title": panel.title, "template": panel.template, "data": panel.context(request, employer)}
            for panel in hooks.panels("employer")
        ],
        "may_amend": current and actor.may("employer.amend"),
        "may_merge": current and actor.may("employer.merge"),
        "may_reveal": actor.may("employer.reveal"),
    }


class EmployerPage(OfEmployer, PageView):
    policy = policy.Right("employer.view")
    template_name = "registers/employer.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        employer = self.get_object()
        self.title = employer.name
        return self.render(**page_context(request, self.actor, employer, {}))


class EmployerFormView(ShowsDuplicates):
    form_class = forms.EmployerForm
    template_name = "registers/employer_form.html"

    def look_for_duplicates(self, form: Any, facts: dict[str, Any]) -> None:
        """Raises Invalid once when the same name is registered; the box lets it pass."""
        if form.cleaned_data["not_duplicate"]:
            return
        besides = self.object.pk if self.object else 0
        found = services.find_duplicate_employers(by=self.actor, name=facts["name"], besides=besides)
        options = [lookups.employer_option(match.employer, match.why) for match in found]
        self.refuse(form, options, _("已有同名的单位，请核对下列登记。"))

    def warn(self, employer: Employer) -> Employer:
        if employer.uscc_warning:
            messages.warning(self.request, employer.uscc_warning)
        return employer


class EmployerRegister(EmployerFormView):
    policy = policy.Right("employer.register")
    title = gettext_lazy("登记用人单位")
    submit_label = gettext_lazy("登记")
    success_message = gettext_lazy("已登记。")

    def get_draft_key(self) -> str:
        return "employer.new"

    def perform(self, form: Any) -> Employer:
        facts = form.facts()
        self.look_for_duplicates(form, facts)
        return self.warn(services.register_employer(**facts, by=self.actor, at=self.at))


class EmployerAmend(OfEmployer, EmployerFormView):
    policy = policy.Right("employer.amend")
    title = gettext_lazy("修改用人单位信息")
    submit_label = gettext_lazy("保存")
    success_message = gettext_lazy("已保存。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"employer": self.object}

    def get_initial(self) -> dict[str, Any]:
        names = ("name", "uscc", "short_name", "kind", "size", "legal_representative", "address", "region", "industry")
        return {name: getattr(self.object, name) for name in names}

    def perform(self, form: Any) -> Employer:
        facts = form.facts()
        if facts["name"] != self.object.name:
            self.look_for_duplicates(form, facts)
        return self.warn(
            services.amend_employer(
                employer_id=self.object.pk, version=self.version, **facts, by=self.actor, at=self.at
            )
        )


class EmployerMerge(OfEmployer, Merge):
    policy = policy.Right("employer.merge")
    form_class = forms.MergeEmployersForm
    service = services.merge_employers

    def consequences(self) -> list[Any]:
        return [
            _("另一条登记并入“%(name)s”：它的职工、联系人、关系和事项都归到这里。") % {"name": self.object.name},
            _("另一条的名称留作曾用名，仍可按它查找。"),
            _("合并不能撤回，历史记录保留。"),
        ]
