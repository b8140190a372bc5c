"""P8: letters a second from data to stored PDF, against bare Typst with a reused compiler."""

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import typst
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings
from django.utils import timezone

from unionlaw.bench.databases import using
from unionlaw.bench.sides import Ratio, in_turn
from unionlaw.bench.targets import READERS
from unionlaw.documents.models import Paper, PaperTemplate, PaperTemplateVersion
from unionlaw.documents.services import batches
from unionlaw.documents.services.drafting import page_data
from unionlaw.documents.services.templates import load_shipped
from unionlaw.documents.typesetting import fonts
from unionlaw.documents.typesetting.codes import qr_svg
from unionlaw.documents.typesetting.lint import keys_in
from unionlaw.documents.typesetting.typesetter import LIBRARY
from unionlaw.lib import clock
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post

SOURCE = """#letter-letterhead
#title[法律援助告知书]
#addressee[#field("applicant.names")]

你与#field("employer.names")#field("case.cause")一案（编号：#field("case.number")），本会已经登记。

= 有关事项
请保存好劳动合同、工资条、考勤记录等材料。仲裁时效为一年，自知道或者应当知道权利被侵害之日起计算。

法律援助不收取任何费用。案件办理情况可以凭编号向本会查询。

#closing[特此告知。]
#signature
"""
LETTERS = 100


def measure(side: BaseDatabaseWrapper, *, repeat: int, say: Callable[[str], None]) -> list[Ratio]:
    """The ratio over `repeat` rounds of LETTERS letters each, the two sides in turn."""
    say("P8 …")
    result = Ratio("P8", goal=0.8, floor=0.6, at_least=True)
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (
        using(side),
        tempfile.TemporaryDirectory(dir=folder) as kept,
        override_settings(FILES_DIR=Path(kept)),
    ):
        issue = Letters()
        stored, bare = in_turn([issue.stored, issue.bare], max(repeat, 3))
    result.take(
        median(bare) / median(stored),
        f"{LETTERS} letters",
        f"{LETTERS / median(stored):.0f}/s / {LETTERS / median(bare):.0f}/s",
    )
    return [result]


class Letters:
    """The same letters on both sides."""

    def __init__(self) -> None:
        load_shipped(by=Actor.system("bench"), at=clock.now())
        template, _created = PaperTemplate.objects.get_or_create(
            key="bench_letter", organisation=None,
            defaults={"name": "法律援助告知书", "matter_kind": Kind.AID_CASE, "document_kind": "notice"},
        )  # fmt: skip
        if not template.versions.exists():
            PaperTemplateVersion.objects.create(
                template=template, number=1, source=SOURCE, fields=keys_in(SOURCE), why="量测", made_at=clock.now(),
                effective_from=timezone.localdate(clock.now()),
            )  # fmt: skip
        self.template = template
        post = Post.objects.select_related("user", "organisation").get(user__username=READERS["district"])
        self.actor = Actor(user=post.user, post=post)
        found = Matter.objects.visible_to(self.actor).filter(kind=Kind.AID_CASE).order_by("-opened_at")
        self.numbers = list(found.values_list("number", flat=True)[:LETTERS])
        library = LIBRARY.read_text(encoding="utf-8")
        self.source = f"{library}\n#show: paper\n{SOURCE}".encode()
        found_fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=list(fonts.folders())
        )
        self.roles = fonts.cast(found_fonts.families())
        self.compiler = typst.Compiler(root=str(LIBRARY.parent), font_paths=found_fonts)
        self.stored()  # warm

    def stored(self) -> float:
        """Seconds for issuing all of them: values, rendering, files, rows, timeline."""
        start = time.perf_counter()
        batch = batches.begin_batch(
            template_id=self.template.pk, numbers=self.numbers, answers={}, sealed=False, by=self.actor, at=clock.now()
        )
        while batches.work_off(batch_id=batch.pk, at=clock.now()):
            pass
        seconds = time.perf_counter() - start
        issued = batches.progress(batch)["issued"]
        if issued != len(self.numbers):
            raise RuntimeError(f"{issued} letters of {len(self.numbers)} were issued")
        return seconds

    def bare(self) -> float:
        """Seconds for Typst alone with the data of the letters that were issued last."""
        datas = [json.dumps({**self._data(paper), "fonts": self.roles}, ensure_ascii=False) for paper in self._last()]
        start = time.perf_counter()
        for data in datas:
            self.compiler.compile(
                input=self.source, format="pdf", sys_inputs={"data": data}, pdf_standards=["a-2b"], timestamp=0
            )
        return time.perf_counter() - start

    def _last(self) -> list[Paper]:
        found = Paper.objects.filter(template_version__template=self.template).select_related("organisation")
        return list(found.order_by("-pk")[: len(self.numbers)])

    def _data(self, paper: Paper) -> dict[str, Any]:
        data = page_data(
            title=paper.title,
            issuer=paper.organisation.name,
            on=timezone.localdate(paper.issued_at),
            values=paper.data,
            labels={},
            number=paper.number,
            code=paper.code,
        )
        return {**data, "qr": qr_svg(data["qr"])}
