"""One transaction's worth of a batch: papers are set in other processes while this one reads and writes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from unionlaw.documents import fields
from unionlaw.documents.models import PaperBatch, PaperBatchItem, Seal
from unionlaw.documents.services.drafting import Draft, Known
from unionlaw.documents.services.papers import Sheet, keep_papers, ready_draft, tell_many
from unionlaw.documents.services.press import Press, order
from unionlaw.documents.services.seals import seal_to_use
from unionlaw.lib.errors import DomainError, Missing
from unionlaw.matters.models import Matter
from unionlaw.matters.services.numbering import Number, take_numbers
from unionlaw.network.actors import Actor

State = PaperBatchItem.State
GROUP = 15  # papers that are set together and whose rows are written together


class Work:
    """One chunk of a batch, in its transaction."""

    def __init__(self, batch: PaperBatch, matters: Mapping[int, Matter], by: Actor, at: datetime) -> None:
        self.batch, self.matters, self.by, self.at = batch, matters, by, at
        self.known = Known()
        self.seals: dict[int, Seal] = {}
        self.sources: dict[int, Any] = fields.sources_of(list(matters.values()))

    def do(self, items: Sequence[PaperBatchItem]) -> None:
        """Issue the papers; what cannot be issued is marked with why."""
        ready = []
        for item in items:
            try:
                ready.append((item, self._draft(item)))
            except DomainError as error:
                item.state, item.error = State.FAILED, error.message[:500]
        numbers = _numbers([made for _item, made in ready], self.at)
        orders = [order(made, number, self._seal(made)) for (_item, made), number in zip(ready, numbers, strict=True)]
        with Press(self.at) as press:
            groups = [press.take(orders[start : start + GROUP]) for start in range(0, len(orders), GROUP)]
            for start, coming in enumerate(groups):
                self._keep([item for item, _made in ready[start * GROUP :][:GROUP]], press.sheets(coming))

    def _keep(self, items: Sequence[PaperBatchItem], sheets: Sequence[Sheet]) -> None:
        papers = keep_papers(sheets, by=self.by, at=self.at)
        tell_many([(sheet.made, paper) for sheet, paper in zip(sheets, papers, strict=True)], by=self.by, at=self.at)
        for item, paper in zip(items, papers, strict=True):
            item.state, item.paper = State.ISSUED, paper

    def _draft(self, item: PaperBatchItem) -> Draft:
        matter = self.matters.get(item.matter_id)
        if matter is None:
            raise Missing(_("没有这个事项，或者您无权查看。"))
        batch = self.batch
        return ready_draft(
            matter=matter, key=batch.template.key, answers=batch.answers, by=self.by, at=self.at, known=self.known,
            source=self.sources.get(matter.pk),
        )  # fmt: skip

    def _seal(self, made: Draft) -> Seal | None:
        if not self.batch.sealed:
            return None
        if made.issuer.pk not in self.seals:
            self.seals[made.issuer.pk] = seal_to_use(issuer=made.issuer, by=self.by, at=self.at)
        return self.seals[made.issuer.pk]


def _numbers(drafts: Sequence[Draft], at: datetime) -> list[Number | None]:
    """Each draft's number, taken at one go for each union, in order."""
    if not drafts or not drafts[0].template.number_word:
        return [None for _draft in drafts]
    taken: dict[int, list[Number]] = {}
    for issuer in {made.issuer.pk: made.issuer for made in drafts}.values():
        count = sum(made.issuer.pk == issuer.pk for made in drafts)
        kind = drafts[0].template.number_kind
        taken[issuer.pk] = take_numbers(organisation=issuer, kind=kind, at=at, count=count)[::-1]
    return [taken[made.issuer.pk].pop() for made in drafts]
