"""The lists of leads and of letters, for pages and the API alike."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from monitoring_letters import states
from monitoring_letters.filters import LeadFilter, LetterFilter
from monitoring_letters.models import Instrument, Lead
from unionlaw.matters.lists import DUE, HOLDER, NEXT, NUMBER, OPENED, OWNER, STATUS, TITLE, UPDATED, MatterListBase
from unionlaw.matters.models.matter import Kind
from unionlaw.web import policy
from unionlaw.web.lists.cells import Choice
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.views import Action, Preset

SOURCE = Column("source", _("线索来源"), Choice("lead.source", dict(Lead.Source.choices)), phone="hide", wide=True)
INSTRUMENT = Column(
    "instrument", _("文书种类"), Choice("supervision_letter.instrument", dict(Instrument.choices)), phone="hide"
)
DOCUMENT_NUMBER = Column("document_number", _("文号"), "supervision_letter.document_number", nowrap=True, phone="hide")


RECORD = Action(_("登记线索"), "monitoring_letters:record_lead", right="lead.record")
HAND_IN = Action(_("向工会移交线索"), "monitoring_letters:hand_in_lead", right="lead.hand_in")


class LeadList(MatterListBase):
    policy = policy.Right("lead.view")
    kind = Kind.LEAD
    list_key = "leads"
    title = _("线索")
    columns = (NUMBER, TITLE, SOURCE, STATUS, NEXT, HOLDER, OWNER, DUE, OPENED, UPDATED)
    shown_columns = (*MatterListBase.shown_columns, "lead__source")
    filterset_class = LeadFilter
    by_key = LeadFilter.by_key()
    presets = (
        Preset(_("待研判"), f"status={states.RECORDED}&sort=due"),
        Preset(_("待处置"), f"status={states.ASSESSED}&sort=due"),
        Preset(_("我经办的"), "mine=true&phase=open&sort=due"),
    )
    export_right = "lead.export"
    empty_text = _("这里还没有您能看到的线索。可以登记一条，或从咨询、援助案件转入。")

    @property
    def action(self) -> Action:  # type: ignore[override]
        """A partner organ passes leads to its union, everyone else takes them down."""
        return HAND_IN if self.request.actor.is_outside else RECORD  # type: ignore[attr-defined]

    def display(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return super().display(rows.select_related("lead"))


class LetterList(MatterListBase):
    policy = policy.Right("letter.view")
    kind = Kind.SUPERVISION_LETTER
    list_key = "letters"
    title = _("一函两书")
    columns = (
        NUMBER, TITLE, INSTRUMENT, DOCUMENT_NUMBER, STATUS, NEXT, HOLDER, OWNER, DUE, OPENED, UPDATED,
    )  # fmt: skip
    shown_columns = (
        *MatterListBase.shown_columns,
        "supervision_letter__instrument",
        "supervision_letter__document_number",
    )
    filterset_class = LetterFilter
    by_key = LetterFilter.by_key()
    presets = (
        Preset(_("待我审批"), "my_turn=true&sort=due"),
        Preset(_("待制发"), f"status={states.APPROVED}&sort=due"),
        Preset(_("待送达"), f"status={states.ISSUED}&sort=due"),
        Preset(_("待答复"), f"status={states.SERVED}&sort=due"),
        Preset(_("已逾期未答复"), "reply_overdue=true&sort=due"),
        Preset(_("核实整改"), f"status={states.REPLIED}&sort=due"),
        Preset(_("我经办的"), "mine=true&phase=open&phase=waiting&sort=due"),
    )
    export_right = "letter.export"
    action = Action(_("起草函书"), "monitoring_letters:draft_letter", right="letter.draft")
    empty_text = _("这里还没有您能看到的函书。可以从线索、咨询或援助案件起草。")

    def display(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return super().display(rows.select_related("supervision_letter"))
