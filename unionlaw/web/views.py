"""Pages that do something: show a form, call one service, say what came of it.

    class Grant(FormActionView):
        policy = policy.Right("aid_application.grant")
        form_class = GrantForm
        title = _("给予法律援助")
        submit_label = _("给予援助")
        success_message = _("已给予法律援助。")

        def get_object(self):
            return get_object_or_404(AidApplication.objects.visible_to(self.actor), pk=self.kwargs["pk"])

        def perform(self, form):
            return services.grant(application_id=self.object.pk, version=self.version, by=self.actor, at=self.at,
                                  **form.cleaned_data)

        def get_success_url(self, result):
            return result.get_absolute_url()

What a service refuses is translated here: Invalid → beside the fields, nothing lost; Stale → 409, the same form with
what changed; Refused, Missing, Taken → their pages (unionlaw.web.errors).
"""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from django_htmx.http import HttpResponseClientRedirect

from unionlaw.lib import clock
from unionlaw.lib.errors import DomainError, Invalid, Stale
from unionlaw.web import drafts
from unionlaw.web.forms import ReasonForm, add_errors

Text = str | Promise


class PageView(View):
    """A page for the acting post: knows who acts and when, and renders ``template_name`` with ``get_context``."""

    template_name = ""
    title: Text = ""

    @cached_property
    def actor(self) -> Any:
        """The one who acts (unionlaw.network Actor)."""
        return self.request.actor  # type: ignore[attr-defined]

    @cached_property
    def at(self) -> dt.datetime:
        """When the request is taken to happen; the same for everything it does."""
        return clock.now()

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return {"view": self, "title": self.title, **extra}

    def render(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        return TemplateResponse(self.request, self.template_name, self.get_context(**extra), status=status)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render()


class FormActionView(PageView):
    """GET shows a form, POST calls one service. See the module's example."""

    template_name = "components/action.html"
    form_class: type[forms.BaseForm] | None = None
    submit_label: Text = ""
    back_label: Text = ""
    success_message: Text = ""
    danger = False

    # What a subclass says

    def get_object(self) -> Any:
        """The record acted on, read through ``visible_to``; None for pages that create one."""
        return None

    def perform(self, form: Any) -> Any:
        """Calls the service with the cleaned form and returns its result. Raises DomainError."""
        raise NotImplementedError  # every page with a form calls a service of its own

    def get_success_url(self, result: Any) -> str:
        target = result if result is not None else self.object
        return str(target.get_absolute_url())

    def get_success_message(self, result: Any) -> Text:
        return self.success_message

    def get_cancel_url(self) -> str:
        return str(self.object.get_absolute_url()) if self.object is not None else ""

    def get_initial(self) -> dict[str, Any]:
        return {}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {}

    def get_draft_key(self) -> str:
        """Names the draft of this form, e.g. "consultation.new"; "" keeps none (short forms)."""
        return ""

    def consequences(self) -> list[Text]:
        """What submitting will do: who is told, which time limit starts."""
        return []

    # How it goes

    @cached_property
    def object(self) -> Any:
        return self.get_object()

    @cached_property
    def version(self) -> int:
        """The version of the record the person saw when the form was opened."""
        typed = self.request.POST.get("version", "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1

    @property
    def current_version(self) -> int | None:
        return getattr(self.object, "version", None)

    def stale_since_opened(self) -> Stale | None:
        """What has changed since the form was opened, where the page's record can tell."""
        return None

    def make_form(self, data: QueryDict | None = None) -> Any:
        if self.form_class is None:
            raise ImproperlyConfigured(f"{type(self).__name__} names no form")
        files = self.request.FILES if data is not None else None
        return self.form_class(data, files, initial=self.get_initial(), **self.get_form_kwargs())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = drafts.find(request.user, self.get_draft_key())
        if found is None:
            return self.show(self.make_form())
        draft, fields = found
        return self.show(unchecked(self.make_form(fields)), draft=draft)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            # What was chosen may be wrong only because of what changed meanwhile: then both are said.
            stale = self.stale_since_opened()
            return self.show(form, status=409 if stale else 422, stale=stale)
        try:
            result = self.perform(form)
        except Invalid as error:
            add_errors(form, error.errors)
            return self.show(form, status=422)
        except Stale as error:
            # Read again, so that the form carries the new version: submitting it once more is a decision, not a loss.
            self.__dict__.pop("object", None)
            return self.show(form, status=409, stale=error)
        except DomainError as error:
            if type(error) is not DomainError:
                raise
            add_errors(form, {error.field: [error.message]})
            return self.show(form, status=422)
        if key := self.get_draft_key():
            drafts.store().discard(request.user, key)
        if text := self.get_success_message(result):
            messages.success(request, str(text))
        url = self.get_success_url(result)
        return HttpResponseClientRedirect(url) if getattr(request, "htmx", False) else HttpResponseRedirect(url)

    def show(self, form: Any, *, status: int = 200, **extra: Any) -> HttpResponse:
        return self.render(
            status=status,
            form=form,
            object=self.object,
            version=self.current_version,
            submit_label=self.submit_label,
            cancel_url=self.get_cancel_url(),
            back_label=self.back_label,
            draft_key=self.get_draft_key(),
            consequences=self.consequences(),
            danger=self.danger,
            **extra,
        )


class ConfirmView(FormActionView):
    """Asks for a reason on a page of its own before something is done that is hard to undo."""

    form_class = ReasonForm
    submit_label: Text = _("确认")


class NoFields(forms.Form):
    """For actions that need a confirmation but no input."""


class ActionView(FormActionView):
    """One service behind one button: POST acts at once; GET shows the same action as a page to confirm."""

    form_class = NoFields
    submit_label: Text = _("确认")


def unchecked(form: Any) -> Any:
    """A form or formset filled from a draft: shows what was typed without complaining about what is not there yet."""
    is_formset = isinstance(form, forms.BaseFormSet)
    if is_formset:
        for part in form.forms:
            part._errors = ErrorDict()
        form._errors = []
        form._non_form_errors = form.error_class()
    else:
        form._errors = ErrorDict()
    return form
