"""One transaction's worth of a campaign: matters, numbers, PDFs and rows of some sixty letters, written in bulk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring_letters import states
from monitoring_letters.models import Campaign, CampaignAddressee, Demand, SupervisionLetter
from monitoring_letters.papers import TEMPLATES
from monitoring_letters.services import paper
from monitoring_letters.services.campaigns.previewing import facts_for, letter_to
from unionlaw.documents import hooks
from unionlaw.documents.models import Paper
from unionlaw.documents.services.drafting import Draft, Known, draft
from unionlaw.documents.services.papers import keep_papers
from unionlaw.documents.services.press import Press, order
from unionlaw.documents.services.seals import seal_to_use
from unionlaw.lib.errors import Invalid, Missing
from unionlaw.lib.wording import listed, stored
from unionlaw.matters import statuses
from unionlaw.matters.models import Dispute, Matter, Party
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.services.events import record_many
from unionlaw.matters.services.facts import describe
from unionlaw.matters.services.numbering import Number, take_numbers
from unionlaw.network.actors import Actor
from unionlaw.network.tree import scope_columns, steady_lineage

GROUP = 15  # papers that are set together


class Chunk:
    """The letters to some addressees, whose rows the caller has locked."""

    def __init__(self, campaign: Campaign, by: Actor, at: datetime) -> None:
        self.campaign, self.by, self.at = campaign, by, at
        self.carrier = campaign.letter
        self.union = self.carrier.matter.organisation
        self.today = timezone.localdate(at)
        self.demands = list(self.carrier.demands.all())

    def issue(self, addressees: Sequence[CampaignAddressee]) -> None:
        """Issue a letter to each. Raises Refused or Invalid when one cannot be issued: then none is."""
        matters = self._open(addressees)
        kind = states.NUMBERED_AS[self.carrier.instrument]
        numbers = take_numbers(organisation=self.union, kind=kind, at=self.at, count=len(addressees))
        letters = [
            self._letter(addressee, matter, number)
            for addressee, matter, number in zip(addressees, matters, numbers, strict=True)
        ]
        for letter, made in zip(letters, self._print(letters, numbers), strict=True):
            letter.paper = made
        SupervisionLetter.objects.bulk_create(letters)
        Demand.objects.bulk_create(demand for letter in letters for demand in letter.demands.all())
        self._tell(letters)
        for addressee, letter in zip(addressees, letters, strict=True):
            addressee.state, addressee.letter = CampaignAddressee.State.ISSUED, letter
        CampaignAddressee.objects.bulk_update(addressees, ["state", "letter"])

    def _open(self, addressees: Sequence[CampaignAddressee]) -> list[Matter]:
        """A dispute with the employer as respondent and a numbered matter for each, as open_matter makes them."""
        carrier, status = self.carrier.matter, statuses.status_def(states.ISSUED)
        disputes = Dispute.objects.bulk_create(Dispute(facts=facts_for(self.campaign, one)) for one in addressees)
        Party.objects.bulk_create(
            Party(dispute=dispute, side=Party.Side.RESPONDENT, employer=one.employer)
            for dispute, one in zip(disputes, addressees, strict=True)
        )
        kind = Kind.SUPERVISION_LETTER
        numbers = take_numbers(organisation=self.union, kind=kind, at=self.at, count=len(addressees))
        scopes = scope_columns(steady_lineage(self.union.pk))
        matters = [
            Matter(
                kind=kind,
                number_organisation_id=number.organisation_id,
                year=number.year,
                serial=number.serial,
                number=number.text,
                title=carrier.title,
                summary=dispute.facts,
                dispute=dispute,
                status_id=status.code,
                phase=status.phase,
                organisation=self.union,
                owner=carrier.owner,
                priority=carrier.priority,
                channel=carrier.channel,
                opened_at=self.at,
                updated_at=self.at,
                version=0,
                **scopes,
            )
            for number, dispute in zip(numbers, disputes, strict=True)
        ]
        for matter in matters:
            describe(matter)
        return Matter.objects.bulk_create(matters)

    def _letter(self, addressee: CampaignAddressee, matter: Matter, number: Number) -> SupervisionLetter:
        letter = letter_to(self.campaign, addressee, self.demands)
        letter.matter = matter
        for demand in letter.demands.all():
            demand.letter = letter
        letter.document_number, letter.number_serial = number.text, number.serial
        letter.number_organisation_id, letter.number_year = number.organisation_id, number.year
        letter.issued_on, letter.issued_by = self.today, self.by.post
        letter.issued_text = paper.text_of(letter, on=self.today)
        return letter

    def _print(self, letters: Sequence[SupervisionLetter], numbers: Sequence[Number]) -> list[Paper | None]:
        """The papers, or None for each where no template of the instrument holds."""
        known = Known()
        try:
            version = known.version(letters[0].matter, TEMPLATES[self.carrier.instrument], self.today)
        except Missing:
            return [None for _letter in letters]
        shared: dict[str, Any] = {"version": version, "issuer": self.union, "answers": {}, "by": self.by}
        drafts = [draft(matter=letter.matter, source=letter, **shared) for letter in letters]
        _complete(drafts)
        seal = seal_to_use(issuer=self.union, by=self.by, at=self.at) if self.campaign.sealed else None
        orders = [order(made, number, seal) for made, number in zip(drafts, numbers, strict=True)]
        papers: list[Paper | None] = []
        with Press(self.at) as press:
            for coming in [press.take(orders[start : start + GROUP]) for start in range(0, len(orders), GROUP)]:
                papers += keep_papers(press.sheets(coming), by=self.by, at=self.at)
        return papers

    def _tell(self, letters: Sequence[SupervisionLetter]) -> None:
        happened = [
            (x.matter, {"number": x.document_number, "document_id": x.paper.pk if x.paper else None}) for x in letters
        ]
        reason = stored(gettext_lazy("批量发函，审批见%(number)s"), number=self.carrier.document_number)
        record_many(happened, "letter.issued", by=self.by, at=self.at, reason=reason)
        for letter in letters:
            if letter.paper is not None:
                hooks.added(letter.paper.document, self.by, self.at)


def _complete(drafts: Sequence[Draft]) -> None:
    missing = next((made.missing for made in drafts if made.missing), None)
    if missing:
        raise Invalid(_("还缺：%(what)s。请先补充。") % {"what": listed(missing)})
