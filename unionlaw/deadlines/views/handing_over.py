"""整体移交: when somebody leaves, all that is theirs goes to another: a look at it before, a line for each after."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.deadlines.forms.limits import HandOverForm
from unionlaw.deadlines.models import Deadline
from unionlaw.deadlines.running import RUNNING
from unionlaw.deadlines.services.handing_over import hand_over_all, theirs
from unionlaw.lib import clock
from unionlaw.lib.errors import Invalid
from unionlaw.matters import panels
from unionlaw.network.models import Post
from unionlaw.network.roles import TREE_READERS
from unionlaw.web import policy
from unionlaw.web.forms import ReasonForm, add_errors
from unionlaw.web.views import PageView

LEFT_WITHIN_DAYS = 400


class HandOver(PageView):
    """`?leaving=&successor=` shows what would go over; POST hands over the rows that are ticked."""

    policy = policy.Right("deadline.hand_over_all")
    template_name = "deadlines/hand_over.html"
    title = gettext_lazy("整体移交")

    def chosen(self) -> HandOverForm:
        """The two posts as the address names them. Leaving may be who has left already."""
        tree = Post.objects.select_related("user", "organisation").filter(
            organisation__lineage__contains=[self.actor.organisation.pk], role__in=TREE_READERS
        )
        tree = tree.order_by("organisation__lineage", "user__display_name", "pk")
        today = clock.today()
        held = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
        busy = Q(owned_matters__isnull=False) | Q(deadlines__state__in=RUNNING)
        return HandOverForm(
            self.request.GET if self.request.GET else None,
            leaving=tree.filter(held | busy).distinct(),
            successors=tree.filter(held, starts_on__lte=today, user__is_active=True),
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.chosen()
        if not form.is_bound or not form.is_valid():
            return self.render(form=form, status=422 if form.is_bound else 200)
        return self.preview(form, ReasonForm())

    def preview(self, form: HandOverForm, reason: ReasonForm, *, ticked: Any = None, status: int = 200) -> HttpResponse:
        leaving = form.cleaned_data["leaving"]
        limits: dict[int, list[Deadline]] = defaultdict(list)
        running = Deadline.objects.visible_to(self.actor).running().filter(responsible=leaving)
        for limit in running.select_related("rule_version__rule").order_by("due_on", "pk"):
            limits[limit.matter_id].append(limit)
        rows = [
            {
                "matter": matter,
                "url": panels.url_of(matter.kind, matter.pk),
                "owned": matter.owner_id == leaving.pk,
                "limits": limits[matter.pk],
                "ticked": ticked is None or matter.pk in ticked,
            }
            for matter in theirs(from_post=leaving, by=self.actor)
        ]
        return self.render(
            form=form,
            reason=reason,
            rows=rows,
            limits=sum(len(found) for found in limits.values()),
            leaving=leaving,
            successor=form.cleaned_data["successor"],
            status=status,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, reason = self.chosen(), ReasonForm(request.POST)
        if not form.is_bound or not form.is_valid():
            return self.render(form=form, status=422)
        ticked = {int(pk) for pk in request.POST.getlist("matter") if pk.isascii() and pk.isdigit() and len(pk) < 19}
        if reason.is_valid() and not ticked:
            reason.add_error(None, _("请至少勾选一件事项。"))
        if not reason.is_valid():
            return self.preview(form, reason, ticked=ticked, status=422)
        leaving, successor = form.cleaned_data["leaving"], form.cleaned_data["successor"]
        try:
            results = hand_over_all(
                from_post=leaving,
                to_post=successor,
                matter_ids=ticked,
                reason=reason.cleaned_data["reason"],
                by=self.actor,
                at=self.at,
            )
        except Invalid as error:
            add_errors(reason, error.errors)
            return self.preview(form, reason, ticked=ticked, status=422)
        return self.render(
            results=results,
            done=sum(not row.refusal for row in results),
            leaving=leaving,
            successor=successor,
            back_url=reverse("deadlines:hand_over"),
        )
