import datetime as dt

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from unionlaw.web import format as fmt
from unionlaw.web.forms import DateField, MoneyField
from unionlaw.web.icons import icon

TODAY = dt.date(2026, 11, 20)


def rendered(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_dates_in_prose_and_in_tables():
    assert fmt.prose_date(dt.date(2026, 11, 1)) == "2026年11月1日"
    assert fmt.table_date(dt.date(2026, 11, 1)) == "2026-11-01"
    assert fmt.prose_date(None) == fmt.table_date(None) == ""
    with translation.override("en"):
        assert fmt.prose_date(dt.date(2026, 11, 1)) == "1 November 2026"


def test_times_are_written_in_the_sites_time_zone():
    at = dt.datetime(2026, 11, 20, 16, 5, tzinfo=dt.UTC)
    assert fmt.prose_time(at) == "2026年11月21日 00:05"
    assert fmt.table_time(at) == "2026-11-21 00:05"
    assert fmt.table_date(at) == "2026-11-21"


def test_money_is_written_with_thousands_and_unit():
    assert fmt.yuan(13_000_000) == "130,000.00元"
    assert fmt.yuan(0) == "0.00元"
    assert fmt.yuan(None) == ""


@pytest.mark.parametrize(
    ("days", "word", "tone"),
    [
        (-3, "逾期3天", "danger"),
        (0, "今天到期", "soon"),
        (2, "剩2天", "soon"),
        (3, "剩3天", "soon"),
        (4, "剩4天", "quiet"),
    ],
)
def test_a_due_date_says_in_words_what_its_colour_means(days: int, word: str, tone: str):
    shown = fmt.due_badge(TODAY + dt.timedelta(days=days), TODAY)
    assert word in shown
    assert f"tone-{tone}" in shown


def test_no_due_date_shows_nothing():
    assert fmt.due_badge(None, TODAY) == ""


def test_every_phase_has_a_colour_with_a_sign():
    for phase in ("open", "waiting", "suspended", "closed", "archived"):
        assert "<svg" in fmt.phase_badge("状态", phase)


def test_words_in_badges_are_escaped():
    assert "<b>" not in fmt.badge("<b>", "done")


def test_icons_are_drawn_inline_and_hidden_from_screen_readers():
    assert "<path" in icon("search")
    assert 'aria-hidden="true"' in icon("search")
    assert "<path" not in icon("no-such-icon")
    with pytest.raises(ValueError, match="icon"):
        icon("../../secret")


class Claim(forms.Form):
    amount = MoneyField(label="金额")
    on = DateField(label="日期", required=False)
    heads = forms.MultipleChoiceField(
        label="请求", choices=[("w", "工资"), ("o", "加班费")], widget=forms.CheckboxSelectMultiple, help_text="可多选"
    )
    agreed = forms.BooleanField(label="已同意", required=False)


def test_amounts_come_in_yuan_and_leave_in_fen():
    form = Claim({"amount": "1,234.50", "heads": ["w"]})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == 123_450
    assert 'value="1,234.50"' in str(Claim(initial={"amount": 123_450})["amount"])


def test_a_wrong_amount_says_what_to_write():
    form = Claim({"amount": "约三千", "heads": ["w"]})
    assert form.errors["amount"] == ["请填写金额数字，例如 1234.50。"]


@pytest.mark.parametrize("typed", ["2026-11-21", "2026/11/21", "2026.11.21", "2026年11月21日", "20261121"])
def test_dates_are_read_as_people_type_them(typed: str):
    assert DateField().clean(typed) == dt.date(2026, 11, 21)


def test_a_field_ties_label_hint_and_error_to_its_control():
    form = Claim({"amount": "", "on": "x"})
    shown = rendered("{% form_field form.amount %}{% form_field form.on %}", form=form)
    assert '<label class="field-label" for="id_amount">金额</label>' in shown
    assert 'aria-describedby="id_amount_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'id="id_amount_error"' in shown
    assert "选填" in shown
    assert 'class="suffix"' in shown


def test_a_choice_list_is_a_fieldset_with_a_legend():
    shown = rendered("{% form_field form.heads %}", form=Claim())
    assert "<fieldset" in shown
    assert "<legend" in shown
    assert "可多选" in shown
    assert shown.count('type="checkbox"') == 2


def test_a_checkbox_has_its_label_beside_it():
    shown = rendered("{% form_field form.agreed %}", form=Claim())
    assert "已同意" in shown
    assert shown.count('type="checkbox"') == 1


def test_the_error_summary_covers_forms_and_formsets():
    formset = forms.formset_factory(Claim, min_num=1, validate_min=True)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-amount": "x", "form-0-heads": ["w"]}
    )
    shown = rendered("{% error_summary form formset %}", form=Claim({"amount": "1"}), formset=formset)
    assert "有 2 处需要改正" in shown
    assert 'href="#id_heads"' in shown
    assert 'href="#id_form-0-amount"' in shown


def test_no_errors_no_summary():
    assert rendered("{% error_summary form %}", form=Claim()).strip() == ""


def test_parts_render_with_what_their_comments_promise():
    assert "还没有记录" in rendered('{% include "components/timeline.html" with entries=none %}')
    entry = {"at": dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.UTC), "title": "受理", "actor": "蔡小岚", "reason": "紧急"}
    shown = rendered('{% include "components/timeline.html" %}', entries=[entry])
    assert "2026年11月20日 09:00" in shown
    assert "紧急" in shown
    steps = [{"label": "商", "state": "done"}, {"label": "调", "state": "current"}, {"label": "裁", "state": ""}]
    shown = rendered('{% include "components/chain.html" %}', steps=steps)
    assert shown.count('aria-current="step"') == 1
    assert "（已办）" in shown
    tabs = [{"label": "全部", "url": "/a/", "current": True, "count": 3}, {"label": "我的", "url": "/b/"}]
    assert 'aria-current="page"' in rendered('{% include "components/tabs.html" with label="视图" %}', tabs=tabs)
    assert "—" in rendered('{% include "components/facts.html" %}', facts=[("姓名", "")])
    shown = rendered('{% include "components/empty.html" with why="没有事项。" next_label="登记" next_url="/new/" %}')
    assert 'href="/new/"' in shown
