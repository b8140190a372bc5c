"""Getting a letter to its addressee: send, say what came of it, send again; or publish."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring_letters.forms import serving as forms
from monitoring_letters.models import Instrument, ServiceAttempt
from monitoring_letters.services import serving
from monitoring_letters.views.base import LetterAction
from monitoring_letters.views.scans import ScanAction
from unionlaw.deadlines.views.action import consequences_of
from unionlaw.lib.wording import stored
from unionlaw.web.format import prose_date
from unionlaw.web.views import Text


class ServiceStep(LetterAction):
    template_name = "monitoring_letters/serving/action.html"

    @property
    def attempts(self) -> list[ServiceAttempt]:
        return list(self.letter.attempts.all())

    @cached_property
    def attempt(self) -> ServiceAttempt:
        """The one under way; there is one at a time."""
        found = self.letter.attempts.filter(state=ServiceAttempt.State.SENT).first()
        if found is None:
            raise Http404
        return found

    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#service"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(attempts=self.attempts, **extra)


class Start(ServiceStep):
    verb = "start_service"
    event = "letter.service_started"
    service = serving.start_service
    form_class = forms.SendForm
    success_message = gettext_lazy("已登记发送，等待送达结果。")

    def get_success_url(self, result: Any) -> str:
        """Where the slip and the sheet for answering online are made, which go with the letter."""
        return reverse("monitoring_letters:answer_codes", args=[self.matter.pk])

    def get_initial(self) -> dict[str, Any]:
        before = self.attempts
        to = self.letter.authority or self.letter.employer
        address = getattr(to, "address", "") if to else ""
        return {
            "method": ServiceAttempt.Method.MAIL if not before else None,
            "sent_to": f"{address} {to.name}".strip() if to else "",
            "sent_on": timezone.localdate(self.at),
        }


class _OfAttempt(ServiceStep):
    def arguments(self, form: Any) -> dict[str, Any]:
        given = super().arguments(form)
        given.pop("scan", None)
        return {"attempt_id": self.attempt.pk, **given}


class Confirm(_OfAttempt, ScanAction):
    verb = "confirm_service"
    service = serving.confirm_service
    form_class = forms.ServedForm
    success_message = gettext_lazy("已登记送达，答复期限开始计算。")

    def get_initial(self) -> dict[str, Any]:
        return {"served_on": timezone.localdate(self.at)}

    def scan_title(self, form: Any) -> str:
        return stored(gettext_lazy("送达回证 %(number)s"), number=self.letter.document_number)

    def consequences(self) -> list[Text]:
        event = serving.SERVED[Instrument(self.letter.instrument)]
        said = consequences_of(event, self.at, self.kind)
        if self.letter.reply_by:
            on = prose_date(self.letter.reply_by)
            said.append(_("函书载明%(on)s前答复，以此为准。") % {"on": on})
        return said


class Failed(_OfAttempt):
    verb = "record_failed_service"
    event = "letter.service_failed"
    service = serving.record_failed_service
    form_class = forms.NotServedForm
    success_message = gettext_lazy("已登记未送达，请换一种方式或地址再次送达。")

    def get_initial(self) -> dict[str, Any]:
        return {"failed_on": timezone.localdate(self.at)}


class Publish(ServiceStep):
    verb = "publish"
    event = "letter.published"
    service = serving.publish
    form_class = forms.PublicationForm
    success_message = gettext_lazy("已登记公布。")

    def get_initial(self) -> dict[str, Any]:
        return {"published_on": timezone.localdate(self.at)}

    def arguments(self, form: Any) -> dict[str, Any]:
        given = super().arguments(form)
        return {**given, **{name: given[name] or 0 for name in ("employers_reached", "workers_reached")}}
