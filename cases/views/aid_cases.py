"""The list of legal-aid cases and the page of one."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases import states
from cases.filters import AidCaseFilter
from cases.models import AidCase, Material
from cases.pages import actions_for
from cases.services import actions
from cases.services.duties import open_duties
from cases.services.follow_ups import tries_left
from cases.views.base import MatterDetail
from unionlaw.matters.lists import MatterListBase
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.presenters import MatterPage, care_actions, referral_actions
from unionlaw.web import policy
from unionlaw.web.lists.views import Action, Preset


class List(MatterListBase):
    policy = policy.Right("aid_case.view")
    kind = Kind.AID_CASE
    list_key = "aid_cases"
    title = _("法律援助")
    filterset_class = AidCaseFilter
    by_key = AidCaseFilter.by_key()
    presets = (
        Preset(_("待审查"), f"status={states.SUBMITTED}&status={states.OBJECTED}&sort=due"),
        Preset(_("待指派"), f"status={states.GRANTED}&sort=due"),
        Preset(_("办理中"), f"status={states.CONDUCTING}&sort=due"),
        Preset(_("我经办的"), "mine=true&phase=open&phase=waiting&sort=due"),
    )
    export_right = "aid_case.export"
    action = Action(_("受理援助申请"), "cases:apply", right="aid_case.apply")
    empty_text = _("这里还没有您能看到的援助案件。可以直接受理一份申请，或从咨询转入。")


class Detail(MatterDetail):
    policy = policy.Right("aid_case.view")
    template_name = "cases/aid_case.html"
    kind = Kind.AID_CASE
    list_url_name = "cases:aid_cases"
    list_label = _("法律援助")

    @cached_property
    def case(self) -> AidCase:
        found: AidCase = self.matter.aid_case
        # Read once, for the panels and for the open duties alike.
        prefetch_related_objects([found], "materials", "hearings", "filings")
        prefetch_related_objects([self.matter], "outcomes", "payments")
        return found

    @property
    def materials(self) -> list[Material]:
        return list(self.case.materials.all())

    @cached_property
    def refusals(self) -> dict[str, str]:
        """Why each verb cannot be done now, asked once for the menu and for the buttons in the panels."""
        self.case  # noqa: B018  what the conditions look at is read first
        return {verb: actions.refusal(self.matter, verb, self.actor) for verb in states.aid_case.by_verb}

    @cached_property
    def page(self) -> MatterPage:
        page = super().page
        menu = actions_for(self.matter, self.refusals)
        page.actions = [*menu, *referral_actions(self.matter, self.actor), *care_actions(self.matter, self.actor)]
        return page

    def get_context(self, **extra: Any) -> dict[str, Any]:
        case, status = self.case, self.matter.status_id
        begun = status not in states.BEFORE_GRANT and status not in (states.REFUSED, states.REFERRED)
        # A partner organ sees how the case goes, not how the union weighs and does its work.
        internal = not self.actor.is_outside
        conducted = case.lawyer_id is not None and status not in (states.ASSIGNED,)
        # What workers say of their lawyer is for those who answer for the case.
        asked = list(case.follow_ups.select_related("recorded_by__user")) if self.actor.reads_tree and begun else []
        closed = status == states.CLOSED
        return super().get_context(
            case=case,
            follow_ups=asked,
            show_follow_ups=self.actor.reads_tree and (closed or bool(asked)),
            tries_left=tries_left(asked, self.matter.closed_at) if closed else 0,
            case_url="",
            facts_url="" if self.refusals["change_facts"] else reverse("cases:facts", args=[case.pk]),
            page_facts=[(_("来源"), self.matter.get_channel_display()), (_("申请日期"), case.applied_on.isoformat())],
            limitation_on=case.limitation_on if self.matter.is_live else None,
            materials=[
                (label, [m for m in self.materials if m.required_for == key])
                for key, label in Material.RequiredFor.choices
            ],
            lacking=sum(not m.is_settled and m.required_for == "review" for m in self.materials),
            supplement=getattr(case, "supplement_request", None),
            assignments=list(
                case.assignments.select_related("lawyer__user", "lawyer__organisation", "assigned_by__user")
            )
            if begun
            else [],
            hearings=list(case.hearings.all()) if conducted else [],
            filings=list(case.filings.all()) if conducted else [],
            work_logs=list(case.work_logs.select_related("post__user")) if conducted and internal else [],
            internal=internal,
            show_assignment=begun,
            show_conduct=conducted,
            duties=open_duties(case) if internal and status == states.CONDUCTING else [],
            may={verb: not reason for verb, reason in self.refusals.items()},
            **extra,
        )
