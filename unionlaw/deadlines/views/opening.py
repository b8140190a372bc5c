"""Setting a time limit by hand: find the rule, see the date it gives, then save."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.deadlines.book import Book
from unionlaw.deadlines.forms.limits import OpenForm
from unionlaw.deadlines.models import Deadline, RuleVersion
from unionlaw.deadlines.presenters import UNVERIFIED, length_of_version
from unionlaw.deadlines.responsibility import Holders, jurisdiction_of, scopes_of
from unionlaw.deadlines.services.opening import open_by_hand
from unionlaw.deadlines.services.rules import rule_for
from unionlaw.deadlines.views.limits import previewed
from unionlaw.deadlines.wording import said
from unionlaw.lib import clock
from unionlaw.lib.errors import Missing
from unionlaw.lib.text import storable
from unionlaw.matters import panels
from unionlaw.matters.models import Grant, Matter
from unionlaw.network.models import Post
from unionlaw.network.roles import TREE_READERS
from unionlaw.web import policy
from unionlaw.web.format import prose_date
from unionlaw.web.views import FormActionView, Text

MOST_RULES = 60


class Open(FormActionView):
    """`?q=` looks for a rule, `?rule=` shows the form for it. Acts on the matter `pk`."""

    policy = policy.Right("deadline.open")
    template_name = "deadlines/open.html"
    form_class = OpenForm
    title = gettext_lazy("设定期限")
    submit_label = gettext_lazy("设定期限")
    back_label = gettext_lazy("返回事项")
    object: Matter

    def get_object(self) -> Any:
        rows = Matter.objects.visible_to(self.actor).select_related("organisation", "owner__user")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def rule(self) -> RuleVersion | None:
        """The version of the chosen rule that holds for this matter today; None while none is chosen."""
        key = storable(self.request.POST.get("rule") or self.request.GET.get("rule", ""))
        if not key:
            return None
        try:
            found = rule_for(key, jurisdiction_of(self.object), clock.today())
        except Missing:
            return None
        return found if found.matter_kind in ("", self.object.kind) else None

    def rules(self) -> list[dict[str, Any]]:
        """The rules that hold for this matter's kind and answer to what was looked for."""
        words, today = storable(self.request.GET.get("q", "")).strip()[:40], clock.today()
        rows = RuleVersion.objects.filter(
            Q(effective_to__isnull=True) | Q(effective_to__gte=today),
            effective_from__lte=today,
            matter_kind__in=["", self.object.kind],
        )
        for word in words.split():
            rows = rows.filter(
                Q(rule__key__icontains=word)
                | Q(rule__name__icontains=word)
                | Q(rule__name_en__icontains=word)
                | Q(trigger__icontains=word)
                | Q(citation__icontains=word)
            )
        # One line for each key: which local variant holds is decided when it is chosen.
        rows = rows.order_by("rule__key", "rule__jurisdiction", "-effective_from").distinct("rule__key")
        return [
            {
                "version": version,
                "length": length_of_version(version),
                "trigger": said(version, "trigger"),
                "citation": said(version, "citation"),
                "url": f"?rule={version.rule.key}",
            }
            for version in rows.select_related("rule")[:MOST_RULES]
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.rule is None:
            return self.choose()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.rule is None:
            return self.choose(status=422)
        if "preview" not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        return self.show(form, previewed=previewed(form, self.preview))

    def choose(self, status: int = 200) -> HttpResponse:
        return self.render(
            status=status,
            rules=self.rules(),
            words=self.request.GET.get("q", ""),
            cancel_url=self.get_cancel_url(),
            back_label=self.back_label,
            most=MOST_RULES,
        )

    def preview(self, form: Any) -> Deadline:
        """The limit as it would be; nothing is written."""
        assert self.rule is not None
        data, book = form.cleaned_data, Book(self.object, [], self.actor, self.at)
        rule = rule_for(self.rule.rule.key, jurisdiction_of(self.object), data["start_on"])
        responsible = data["responsible"]
        found = responsible.pk if responsible else Holders(self.object, book.today).post_id(rule.responsible)
        deadline = book.open(rule, start_on=data["start_on"], responsible_id=found, fixed_on=data["fixed_on"])
        deadline.responsible = Post.objects.select_related("user").filter(pk=found).first() if found else None
        return deadline

    def get_form_kwargs(self) -> dict[str, Any]:
        today = clock.today()
        granted = Grant.objects.filter(matter=self.object, ended_at=None, viewer_key__startswith="post:")
        keys = [int(key.partition(":")[2]) for key in granted.values_list("viewer_key", flat=True)]
        posts = Post.objects.open(on=today).filter(
            Q(organisation__in=scopes_of(self.object), role__in=TREE_READERS) | Q(pk__in=keys)
        )
        return {
            "version": self.rule,
            "posts": posts.select_related("user", "organisation").order_by(
                "-organisation__depth", "user__display_name"
            ),
        }

    def get_initial(self) -> dict[str, Any]:
        return {"start_on": clock.today()}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        rule = self.rule
        return super().get_context(
            matter=self.object,
            rule=rule,
            length=length_of_version(rule) if rule else "",
            trigger=said(rule, "trigger") if rule else "",
            citation=said(rule, "citation") if rule else "",
            unverified=rule.get_confidence_display() if rule and rule.confidence in UNVERIFIED else "",
            **extra,
        )

    def get_cancel_url(self) -> str:
        return panels.url_of(self.object.kind, self.object.pk)

    def get_success_url(self, result: Any) -> str:
        return reverse("deadlines:detail", args=[result.pk])

    def get_success_message(self, result: Deadline) -> Text:
        return _("期限已设定，到期日%(on)s。") % {"on": prose_date(result.due_on)}

    def perform(self, form: Any) -> Deadline:
        assert self.rule is not None
        return open_by_hand(
            matter_id=self.object.pk, rule_key=self.rule.rule.key, by=self.actor, at=self.at, version=self.version,
            **form.cleaned_data,
        )  # fmt: skip
