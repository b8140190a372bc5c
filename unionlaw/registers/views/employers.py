"""Pages of one employer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.lib.errors import Invalid
from unionlaw.registers import forms, hooks, lookups, services
from unionlaw.registers.models import Employer, EmployerContact, EmployerRelation
from unionlaw.web import policy
from unionlaw.web.forms import ReasonForm
from unionlaw.web.views import ActionView, FormActionView, PageView


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


class ContactReveal(OfEmployer, FormActionView):
    policy = policy.Right("employer.reveal")
    form_class = ReasonForm
    title = gettext_lazy("显示联系电话")
    submit_label = gettext_lazy("显示")

    def consequences(self) -> list[Any]:
        return [_("您的姓名、时间和理由记入查看记录，供安全审计。")]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        contact_id = self.kwargs["contact_id"]
        if not self.object.contacts.filter(pk=contact_id).exists():
            raise Http404
        reason = form.cleaned_data["reason"]
        phone = services.reveal_contact(contact_id=contact_id, reason=reason, by=self.actor, at=self.at)
        self.template_name, self.title = "registers/employer.html", self.object.name
        response = self.render(**page_context(request, self.actor, self.object, {contact_id: phone}))
        response["Cache-Control"] = "no-store"
        return response


class EmployerFormView(FormActionView):
    form_class = forms.EmployerForm
    template_name = "registers/employer_form.html"
    duplicates: list[lookups.Option] = []

    def look_for_duplicates(self, form: Any, facts: dict[str, Any]) -> None:
        """Raises Invalid once when the same name is registered; the box lets it pass."""
        if form.cleaned_data["not_duplicate"]:
            return
        besides = self.object.pk if self.object else 0
        found = services.find_duplicate_employers(by=self.actor, name=facts["name"], besides=besides)
        if found:
            self.duplicates = [lookups.employer_option(match.employer, match.why) for match in found]
            form.ask_for_duplicates()
            raise Invalid(_("已有同名的单位，请核对下列登记。"), field="not_duplicate")

    def warn(self, employer: Employer) -> Employer:
        if employer.uscc_warning:
            messages.warning(self.request, employer.uscc_warning)
        return employer

    def show(self, form: Any, *, status: int = 200, **extra: Any) -> HttpResponse:
        if "not_duplicate" in form.data:
            form.ask_for_duplicates()
        return super().show(form, status=status, duplicates=self.duplicates, **extra)


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


class EmployerMerge(OfEmployer, FormActionView):
    policy = policy.Right("employer.merge")
    form_class = forms.MergeEmployersForm
    title = gettext_lazy("合并重复的登记")
    submit_label = gettext_lazy("合并")
    success_message = gettext_lazy("已合并。")
    danger = True

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def consequences(self) -> list[Any]:
        return [
            _("另一条登记并入“%(name)s”：它的职工、联系人、关系和事项都归到这里。") % {"name": self.object.name},
            _("另一条的名称留作曾用名，仍可按它查找。"),
            _("合并不能撤回，历史记录保留。"),
        ]

    def perform(self, form: Any) -> Employer:
        return services.merge_employers(
            keep_id=self.object.pk,
            drop_id=form.cleaned_data["drop"].pk,
            reason=form.cleaned_data["reason"],
            by=self.actor,
            at=self.at,
        )


class OfContact(OfEmployer):
    """Views of one contact, whose success leads back to the employer."""

    object: Any

    @cached_property
    def contact(self) -> EmployerContact:
        found = self.object.contacts.filter(pk=self.kwargs["contact_id"]).first()
        if found is None:
            raise Http404
        contact: EmployerContact = found
        return contact

    def get_success_url(self, result: Any) -> str:
        return str(self.object.get_absolute_url())


class ContactAdd(OfContact, FormActionView):
    policy = policy.Right("employer.amend")
    form_class = forms.ContactForm
    title = gettext_lazy("添加联系人")
    submit_label = gettext_lazy("添加")
    success_message = gettext_lazy("已添加联系人。")

    def perform(self, form: Any) -> EmployerContact:
        return services.save_contact(employer_id=self.object.pk, **form.cleaned_data, by=self.actor, at=self.at)


class ContactAmend(OfContact, FormActionView):
    policy = policy.Right("employer.amend")
    form_class = forms.ContactForm
    title = gettext_lazy("修改联系人")
    submit_label = gettext_lazy("保存")
    success_message = gettext_lazy("已保存。")

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.contact.name, "position": self.contact.position}

    def make_form(self, data: Any = None) -> Any:
        form = super().make_form(data)
        if self.contact.phone:
            form.fields["phone"].help_text = _("现为 %(masked)s。留空不改。") % {"masked": self.contact.phone}
        return form

    def perform(self, form: Any) -> EmployerContact:
        typed = dict(form.cleaned_data)
        typed["phone"] = typed["phone"] or self.contact.phone.reveal()
        return services.save_contact(
            employer_id=self.object.pk, contact_id=self.contact.pk, **typed, by=self.actor, at=self.at
        )


class ContactRemove(OfContact, ActionView):
    policy = policy.Right("employer.amend")
    submit_label = gettext_lazy("删除")
    success_message = gettext_lazy("已删除联系人。")
    danger = True

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("删除联系人“%(name)s”") % {"name": self.contact.name}

    def perform(self, form: Any) -> None:
        services.remove_contact(employer_id=self.object.pk, contact_id=self.contact.pk, by=self.actor, at=self.at)


class RelationAdd(OfEmployer, FormActionView):
    policy = policy.Right("employer.amend")
    form_class = forms.RelationForm
    title = gettext_lazy("登记单位关系")
    submit_label = gettext_lazy("登记")
    success_message = gettext_lazy("已登记单位关系。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def get_success_url(self, result: Any) -> str:
        return str(self.object.get_absolute_url())

    def perform(self, form: Any) -> EmployerRelation:
        return services.relate_employers(
            employer_id=self.object.pk,
            other_id=form.cleaned_data["other"].pk,
            kind=form.cleaned_data["kind"],
            note=form.cleaned_data["note"],
            by=self.actor,
            at=self.at,
        )


class RelationRemove(OfEmployer, ActionView):
    policy = policy.Right("employer.amend")
    title = gettext_lazy("删除单位关系")
    submit_label = gettext_lazy("删除")
    success_message = gettext_lazy("已删除单位关系。")
    danger = True

    def get_success_url(self, result: Any) -> str:
        return str(self.object.get_absolute_url())

    def perform(self, form: Any) -> None:
        services.unrelate_employers(relation_id=self.kwargs["relation_id"], by=self.actor, at=self.at)
