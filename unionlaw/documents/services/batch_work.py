"""One transaction's worth of a batch: papers are set in other processes while this one reads and writes."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from unionlaw.documents.models import PaperBatch, PaperBatchItem, Seal
from unionlaw.documents.services.drafting import Draft, Known, new_code, seal_svg
from unionlaw.documents.services.papers import Sheet, keep_papers, ready_draft, set_pdf, tell
from unionlaw.documents.services.seals import seal_to_use
from unionlaw.lib.errors import DomainError, Missing
from unionlaw.matters.models import Matter
from unionlaw.matters.services.numbering import Number, take_numbers
from unionlaw.network.actors import Actor

State = PaperBatchItem.State


@dataclass(frozen=True, slots=True)
class _Begun:
    """A paper that is being set."""

    item: PaperBatchItem
    made: Draft
    number: Number | None
    code: str
    seal: Seal | None
    content: Future[bytes]


class Work:
    """One chunk of a batch, in its transaction."""

    def __init__(self, batch: PaperBatch, matters: Mapping[int, Matter], by: Actor, at: datetime) -> None:
        self.batch, self.matters, self.by, self.at = batch, matters, by, at
        self.known = Known()
        self.seals: dict[int, Seal] = {}

    def begin(self, items: Sequence[PaperBatchItem], pool: ThreadPoolExecutor) -> list[_Begun]:
        """Read what the papers say, number them, and let them be set; what cannot be issued is marked with why."""
        ready = []
        for item in items:
            try:
                ready.append((item, self._draft(item)))
            except DomainError as error:
                item.state, item.error = State.FAILED, error.message[:500]
        numbers = _numbers([made for _item, made in ready], self.at)
        begun = []
        for (item, made), number in zip(ready, numbers, strict=True):
            seal, code = self._seal(made), new_code()
            picture = seal_svg(seal) if seal else None
            content = pool.submit(set_pdf, made, number=number, code=code, seal=picture, at=self.at)
            begun.append(_Begun(item, made, number, code, seal, content))
        return begun

    def finish(self, begun: Sequence[_Begun]) -> None:
        """Keep what was set and tell the matters."""
        sheets = [Sheet(one.made, one.content.result(), one.number, one.code, one.seal) for one in begun]
        for one, paper in zip(begun, keep_papers(sheets, by=self.by, at=self.at), strict=True):
            tell(one.made, paper, by=self.by, at=self.at)
            one.item.state, one.item.paper = State.ISSUED, paper

    def _draft(self, item: PaperBatchItem) -> Draft:
        matter = self.matters.get(item.matter_id)
        if matter is None:
            raise Missing(_("没有这个事项，或者您无权查看。"))
        batch = self.batch
        return ready_draft(
            matter=matter, key=batch.template.key, answers=batch.answers, by=self.by, at=self.at, known=self.known
        )

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
