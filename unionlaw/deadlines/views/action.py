"""One verb of a workflow as a page: the form where right and status allow it, else the reason. For every app."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.deadlines.engine import opened_by
from unionlaw.deadlines.views.matter import read_matter
from unionlaw.deadlines.wording import citation_of, name_of
from unionlaw.lib.errors import Stale
from unionlaw.lib.workflow import Transition
from unionlaw.matters import panels, statuses, vocabulary
from unionlaw.matters.models import Matter
from unionlaw.matters.services.locking import staleness
from unionlaw.network.actors import Actor
from unionlaw.web import policy
from unionlaw.web.format import prose_date
from unionlaw.web.views import FormActionView, Text


def consequences_of(event_name: str, at: dt.datetime, kind: str) -> list[Text]:
    """What recording the event will do: status, what the worker reads, which time limits start by the rules."""
    event_type = vocabulary.get(event_name)
    said: list[Text] = []
    if event_type.leads_to:
        status = statuses.status_def(event_type.leads_to)
        said.append(_("状态变为“%(status)s”。") % {"status": status.label})
        if event_type.audience == "parties":
            said.append(_("申请人查询进展时看到“%(label)s”。") % {"label": status.public_label})
    if event_type.next_step:
        said.append(_("下一步：%(step)s。") % {"step": event_type.next_step})
    for version, due in opened_by(event_name, kind, timezone.localdate(at)):
        words = {"name": name_of(version), "due": prose_date(due.on), "law": citation_of(version)}
        said.append(
            _("“%(name)s”的期限至%(due)s（%(law)s）。") % words
            if words["law"]
            else _("“%(name)s”的期限至%(due)s。") % words
        )
    return said


class MatterAction(FormActionView):
    """One verb of a workflow: the form is shown when right and status allow it, else the reason.

    An app's base class names `kind`, `id_name` and `refusal_of`; its pages name `verb`, `event` (what submitting
    records, for the list of consequences) and `service`.
    """

    template_name = "matters/action.html"
    refused_template = "matters/refused.html"
    kind: ClassVar[str] = ""
    verb: ClassVar[str] = ""
    event: ClassVar[str] = ""
    service: ClassVar[Callable[..., Any]]
    id_name: ClassVar[str] = ""
    beside: ClassVar[tuple[str, ...]] = ()
    """The app's rows that are read with the matter, as for select_related."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.verb:
            transition = cls.transition()
            cls.policy = policy.Right(transition.right)  # type: ignore[attr-defined]
            cls.submit_label = cls.submit_label or transition.label

    @classmethod
    def transition(cls) -> Transition:
        return statuses.workflow_of(cls.kind).by_verb[cls.verb]

    @staticmethod
    def refusal_of(matter: Matter, verb: str, actor: Actor) -> str:
        """Why `actor` cannot do `verb` now, or ""."""
        raise NotImplementedError  # each kind of matter has its own refusals; its base view fills this in

    def get_object(self) -> Matter:
        return read_matter(self.actor, self.kind, self.kwargs["pk"], beside=self.beside)

    @property
    def matter(self) -> Matter:
        found: Matter = self.object
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if reason := self.refusal_of(self.matter, self.verb, self.actor):
            # The role may, this person or the matter's state may not: say why, with the way back.
            context = {**self.get_context(reason=reason), "cancel_url": self.get_cancel_url()}
            return render(request, self.refused_template, context, status=409)
        return super().get(request, *args, **kwargs)

    def stale_since_opened(self) -> Stale | None:
        return staleness(self.matter, self.version) if self.version >= 0 else None

    def show(self, form: Any, *, status: int = 200, **extra: Any) -> HttpResponse:
        """After a change by somebody else the verb may be possible no more: then that is said, and nothing offered."""
        if extra.get("stale"):
            extra["impossible"] = self.refusal_of(self.matter, self.verb, self.actor)
        return super().show(form, status=status, **extra)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.matter  # noqa: B018  a stranger gets 404 before anything is checked
        return super().post(request, *args, **kwargs)

    def arguments(self, form: Any) -> dict[str, Any]:
        """What the service gets from the form."""
        return dict(form.cleaned_data)

    def perform(self, form: Any) -> Any:
        return type(self).service(
            **{self.id_name: self.matter.pk},
            version=self.version,
            by=self.actor,
            at=self.at,
            **self.arguments(form),
        )

    def get_success_url(self, result: Any) -> str:
        return panels.url_of(self.kind, self.kwargs["pk"])

    def get_cancel_url(self) -> str:
        return panels.url_of(self.kind, self.kwargs["pk"])

    def consequences(self) -> list[Text]:
        return consequences_of(self.event, self.at, self.kind) if self.event else []

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(
            title=self.title or self.transition().label,
            matter=self.matter,
            status=statuses.status_def(self.matter.status_id),
            **extra,
        )
