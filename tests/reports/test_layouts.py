"""Layouts: those the product ships, copies that unions arrange, and what a layout may not hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cases.pages import said, sign_in  # noqa: F401  fixture
from tests.cast import NOON
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused, Stale
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.reports import layouts
from unionlaw.reports.chart_kinds import KINDS
from unionlaw.reports.models import Layout
from unionlaw.reports.services import layouts as services
from unionlaw.reports.titles import SHIPPED

pytestmark = pytest.mark.django_db

BLOCK = {"title": "案由", "by": "cause", "indicators": ["matters_opened", "recovered"]}
REST = ("一函两书", "三方联调", "时限与质量")
CHART = {"kind": "composition", "title": "来源", "by": "channel", "indicators": ["matters_opened"]}


@pytest.fixture
def standard(db: None) -> Layout:
    services.load_shipped(at=NOON)
    return layouts.standard()


@pytest.fixture
def own(standard: Layout, manager: Actor) -> Layout:
    """The city's own copy."""
    return services.copy_layout(layout_id=standard.pk, name="市级月报", by=manager, at=NOON)


def test_what_is_shipped_can_be_computed_and_is_loaded_again_without_harm(standard: Layout, own: Layout):
    layouts.check(standard.blocks, standard.charts)
    titles = {block["title"] for block in standard.blocks}
    assert titles == {"总体", "按下级工会", "按承办单位", "按案由", "按来源", "按行业", "按所在地", "职工群体", *REST}
    assert {chart["kind"] for chart in standard.charts} == set(KINDS)
    Layout.objects.filter(pk=standard.pk).update(name="旧名")
    assert services.load_shipped(at=NOON) == len(layouts.shipped())
    assert Layout.objects.get(pk=standard.pk).name == "工会法律服务月报"
    assert Layout.objects.filter(organisation=None).count() == len(layouts.shipped())
    own.refresh_from_db()
    assert own.name == "市级月报"


def test_every_title_that_is_shipped_is_offered_for_translation():
    shipped = {
        text
        for layout in layouts.shipped()
        for text in (layout["name"], layout["description"], *(p["title"] for p in layout["blocks"] + layout["charts"]))
    }
    assert shipped == set(SHIPPED)


@pytest.mark.parametrize(
    ("blocks", "charts", "field", "word"),
    [
        ([{**BLOCK, "title": " "}], [], "blocks", "标题"),
        ([{**BLOCK, "indicators": []}], [], "blocks", "至少选择一个指标"),
        ([{**BLOCK, "indicators": ["nothing"]}], [], "blocks", "nothing"),
        ([{**BLOCK, "indicators": ["recovered", "recovered"]}], [], "blocks", "只列一次"),
        ([{**BLOCK, "by": "weather"}], [], "blocks", "weather"),
        ([BLOCK], [{**CHART, "kind": "cake"}], "charts", "没有这种图表"),
        ([BLOCK], [{**CHART, "by": ""}], "charts", "要选择一个维度"),
        ([BLOCK] * 31, [], "blocks", "最多30个部分"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_the_reason(blocks: list, charts: list, field: str, word: str):
    with pytest.raises(Invalid) as refused:
        layouts.check(blocks, charts)
    assert word in "".join(refused.value.errors[field])


def test_a_union_arranges_its_copy_part_by_part(own: Layout, manager: Actor):
    who = {"layout_id": own.pk, "by": manager, "at": NOON}
    count = len(own.blocks)
    services.put_part(**who, part="blocks", index=None, content=BLOCK)
    services.move_part(**who, part="blocks", index=count, up=True)
    services.put_part(**who, part="charts", index=0, content=CHART)
    services.remove_part(**who, part="blocks", index=0)
    services.rename_layout(**who, name="市总月报", description="市级用")
    own.refresh_from_db()
    assert own.blocks[count - 2] == BLOCK
    assert own.charts[0] == CHART
    assert (own.name, own.description, own.version, len(own.blocks)) == ("市总月报", "市级用", 6, count)


def test_a_layout_that_somebody_changed_meanwhile_is_not_overwritten(own: Layout, manager: Actor):
    services.put_part(layout_id=own.pk, part="blocks", index=0, content=BLOCK, version=1, by=manager, at=NOON)
    with pytest.raises(Stale):
        services.put_part(layout_id=own.pk, part="blocks", index=1, content=BLOCK, version=1, by=manager, at=NOON)


def test_the_last_block_stays(own: Layout, manager: Actor):
    Layout.objects.filter(pk=own.pk).update(blocks=[BLOCK])
    with pytest.raises(Conflict):
        services.remove_part(layout_id=own.pk, part="blocks", index=0, by=manager, at=NOON)


def test_the_shipped_layout_is_copied_and_never_changed(standard: Layout, manager: Actor, caseworker: Actor):
    with pytest.raises(Refused, match="请复制"):
        services.retire_layout(layout_id=standard.pk, by=manager, at=NOON)
    with pytest.raises(Refused):
        services.copy_layout(layout_id=standard.pk, name="我的", by=caseworker, at=NOON)


def test_names_are_given_once_in_a_union(own: Layout, manager: Actor):
    with pytest.raises(Invalid, match="已有同名的版式"):
        services.copy_layout(layout_id=own.pk, name=own.name, by=manager, at=NOON)


def test_lower_unions_use_the_citys_layout_but_not_a_neighbours(
    own: Layout, district: Organisation, neighbour_district: Organisation
):
    assert own in layouts.usable_by(district)
    Layout.objects.filter(pk=own.pk).update(organisation=neighbour_district)
    assert own not in layouts.usable_by(district)


def test_a_neighbours_layout_does_not_exist(own: Layout, neighbour_district: Organisation, district: Organisation):
    from tests.cast import Role, appoint

    Layout.objects.filter(pk=own.pk).update(organisation=neighbour_district)
    boss = appoint("qu", "区管", district, Role.MANAGER)
    with pytest.raises(Missing):
        services.rename_layout(layout_id=own.pk, name="改", description="", by=boss, at=NOON)


def test_a_retired_layout_is_offered_no_more(own: Layout, manager: Actor, city: Organisation):
    services.retire_layout(layout_id=own.pk, by=manager, at=NOON)
    assert own not in layouts.usable_by(city)
    with pytest.raises(Refused, match="已经停用"):
        services.rename_layout(layout_id=own.pk, name="改", description="", by=manager, at=NOON)


def test_the_order_of_indicators_is_the_order_of_their_numbers(
    own: Layout,
    manager: Actor,
    sign_in: Callable[[Actor], Client],  # noqa: F811
):
    answer = sign_in(manager).post(
        f"/reports/layouts/{own.pk}/blocks/0/",
        {
            "title": "总览", "by": "", "version": own.version, "indicators": ["matters_opened", "recovered", "claimed"],
            "place-recovered": "1", "place-matters_opened": "2", "place-claimed": "",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    own.refresh_from_db()
    assert own.blocks[0] == {"title": "总览", "by": "", "indicators": ["recovered", "matters_opened", "claimed"]}


def test_what_was_ticked_is_kept_when_the_title_is_missing(
    own: Layout,
    manager: Actor,
    sign_in: Callable[[Actor], Client],  # noqa: F811
):
    answer = sign_in(manager).post(
        f"/reports/layouts/{own.pk}/charts/add/",
        {"kind": "trend", "title": "", "version": own.version, "indicators": ["recovered"], "place-recovered": "7"},
    )
    assert answer.status_code == 422
    page = said(answer)
    assert "请填写标题。" in page
    assert 'value="recovered" checked' in page
    assert 'name="place-recovered" value="7"' in page


def test_the_copy_is_made_from_the_page(
    standard: Layout,
    manager: Actor,
    sign_in: Callable[[Actor], Client],  # noqa: F811
):
    client = sign_in(manager)
    page = client.get(f"/reports/layouts/{standard.pk}/")
    assert "请复制后按需要调整" in said(page)
    assert client.get(f"/reports/layouts/{standard.pk}/blocks/0/").status_code == 403
    answer = client.post(f"/reports/layouts/{standard.pk}/copy/", {"name": "季报"}, follow=True)
    assert "上移按下级工会" in said(answer)
