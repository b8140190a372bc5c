"""A rating as it leaves the portal: a workbook or a PDF, both with the version of the rule."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring_letters.models import Rating
from monitoring_letters.services.rating_rule import shipped
from unionlaw.documents.fields import Column as PaperColumn
from unionlaw.documents.fields import table
from unionlaw.documents.services.drafting import page_data, prose_date, render
from unionlaw.lib.wording import shown, stored
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.export import workbook

SOURCE = Path(__file__).parent / "data" / "rating.typ"
# No words of the portal's screens: the paper is Chinese, whoever asks for it.
_BEGINS = gettext_lazy("起始%(points)d分，按下列各项加减。")
_SCORE = gettext_lazy("%(score)d分，%(grade)s")
_HEADS = (gettext_lazy("项目"), gettext_lazy("次数"), gettext_lazy("分值"), gettext_lazy("理由"))


def as_pdf(rating: Rating) -> bytes:
    """The rating as PDF/A. Raises Invalid when it cannot be set."""
    rules = shipped()
    heads = [stored(head) for head in _HEADS]
    columns = [
        PaperColumn(heads[0], wide=True),
        PaperColumn(heads[1], number=True),
        PaperColumn(heads[2], number=True),
        PaperColumn(heads[3], wide=True),
    ]
    rows = [
        [line["label"]["zh"], str(line["times"]), f"{line['points']:+d}", line["why"]["zh"]] for line in rating.lines
    ]
    score = "" if rating.score is None else stored(_SCORE, score=rating.score, grade=rating.grade["zh"])
    values = {
        "rating.employer": rating.employer.name,
        "rating.organisation": rating.organisation.name,
        "rating.period": f"{prose_date(rating.begins_on)}—{prose_date(rating.ends_on)}",
        "rating.score": score,
        "rating.begins": stored(_BEGINS, points=rules.begins_at),
        "rating.lines": table(columns, rows),
        "rating.version": rating.rule_version,
        "rating.source": rules.source["zh"],
    }
    on = timezone.localdate(rating.made_at)
    data = page_data(title="rating", issuer=rating.organisation.name, on=on, values=values, labels={})
    return render(SOURCE.read_text(encoding="utf-8"), data, rating.made_at).pdf


def as_workbook(rating: Rating) -> IO[bytes]:
    """The rating as a workbook: what and when on top, then line by line."""
    rows: list[tuple[Any, ...]] = [
        (_("用人单位"), rating.employer.name, "", ""),
        (_("评价单位"), rating.organisation.name, "", ""),
        (_("期间"), f"{rating.begins_on.isoformat()} — {rating.ends_on.isoformat()}", "", ""),
        (_("规则版本"), rating.rule_version, "", ""),
        (_("得分"), _("不评分") if rating.score is None else rating.score, shown(rating.grade) or "", ""),
        (_("用途"), rating.reason, "", ""),
        *[(shown(line["label"]), line["times"], line["points"], shown(line["why"])) for line in rating.lines],
    ]
    columns: Sequence[Column] = [Column(f"c{index}", head, itemgetter(index)) for index, head in enumerate(_HEADS)]
    return workbook(_("整改响应评价"), columns, rows)
