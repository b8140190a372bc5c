"""Contacts of an employer, and how it stands to others."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.registers import forms, services
from unionlaw.registers.models import EmployerContact, EmployerRelation
from unionlaw.registers.views.employers import OfEmployer, page_context
from unionlaw.web import policy
from unionlaw.web.forms import ReasonForm
from unionlaw.web.views import ActionView, FormActionView


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
