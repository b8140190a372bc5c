"""The part of a mediation's papers that is about sessions, the facts sheet and the hand-over."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any

from mediation.facts_sheet import QUESTIONS
from mediation.models import FactsSheet, HandOver, Mediation, Session
from unionlaw.documents import fields
from unionlaw.documents.fields import Column
from unionlaw.lib.wording import stored


class SessionFacts(ABC):
    """What MediationFacts reads of sessions."""

    @property
    @abstractmethod
    def mediation(self) -> Mediation:
        """The mediation that the paper is about."""

    @property
    @abstractmethod
    def chosen_session(self) -> Session | None:
        """The session that the paper is about, where it is about one."""

    @cached_property
    def session(self) -> Session | None:
        if self.chosen_session:
            return self.chosen_session
        held = self.mediation.sessions.filter(state__in=[Session.State.HELD, Session.State.ADJOURNED])
        return held.order_by("-number").first()

    def session_place(self) -> str:
        if self.session is None:
            return ""
        return self.session.place or (self.session.room.name if self.session.room else "") or self.session.link

    def attendance_table(self) -> dict[str, Any]:
        if self.session is None:
            return {}
        rows = self.session.attendances.select_related(
            "party__worker", "party__employer", "party__organisation", "mediator__user"
        )
        columns = (Column("身份"), Column("姓名（名称）", wide=True), Column("到会情况"), Column("代理人"))
        return fields.table(
            columns,
            (
                (
                    stored(a.party.get_side_display()) if a.party else ("调解员" if a.mediator else "其他"),
                    a.party.name if a.party else (a.mediator.user.display_name if a.mediator else a.guest),
                    stored(a.get_came_display()) if a.came else "—",
                    a.agent,
                )
                for a in rows
            ),
        )

    def sheet_table(self) -> dict[str, Any]:
        sheet = FactsSheet.objects.filter(mediation=self.mediation).first()
        if sheet is None:
            return {}
        columns = (Column("要素"), Column("申请人", wide=True), Column("被申请人", wide=True), Column("一致"))
        asked = [(q, sheet.answers[q.key]) for q in QUESTIONS if sheet.answers.get(q.key)]
        return fields.table(
            columns,
            (
                (
                    stored(q.label),
                    str(a.get("claimant") or ""),
                    str(a.get("respondent") or ""),
                    "是" if a.get("agreed") else "否",
                )
                for q, a in asked
            ),
        )

    @cached_property
    def hand_over(self) -> HandOver | None:
        return self.mediation.hand_overs.select_related("to_organisation").order_by("-pk").first()

    def handed_to(self) -> str:
        found = self.hand_over
        if found is None:
            return ""
        return found.to_organisation.name if found.to_organisation else found.to_name

    def handed_papers(self) -> list[str]:
        return list(self.hand_over.documents.values_list("title", flat=True)) if self.hand_over else []
