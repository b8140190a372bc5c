"""Signed from below, returned, frozen by the last signature."""

from datetime import date, datetime

import pytest
from django.db import DatabaseError, transaction

from tests.cast import CHINA
from tests.reports.rounds import FIRST
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.matters.models import Matter
from unionlaw.reports import states
from unionlaw.reports.models import Figure, FrozenFact, Round
from unionlaw.reports.services import freezing, signing

pytestmark = pytest.mark.django_db

MID = datetime(2026, 11, 10, 10, 0, tzinfo=CHINA)


@pytest.fixture
def november(month, station_caseworker, caseworker, neighbour):
    """A matter at the station, one at its district, one at the neighbour's, where 300 fen reached a worker."""
    month.matter(station_caseworker, MID)
    month.matter(caseworker, MID)
    month.pay(month.matter(neighbour, MID), 300, date(2026, 11, 20))
    return month


class TestSigning:
    def test_it_is_signed_from_below(self, november, supervisor, district):
        opened = november.computed()
        report = november.of(opened, district)
        with pytest.raises(Invalid, match="北桥街法律服务站尚未签报"):
            signing.sign(report_id=report.pk, by=supervisor, at=FIRST)
        signed = signing.sign(report_id=report.pk, by=supervisor, at=FIRST, reason="站点停办")
        event = signed.matter.events.get(name="report.signed")
        assert (event.reason, event.data["missing"]) == ("站点停办", ["北桥街法律服务站"])
        assert len(signed.digest) == 64
        assert signed.matter.status_id == states.SIGNED

    def test_each_signs_for_their_own_organisation(
        self, november, supervisor, neighbour_supervisor, city_supervisor, district
    ):
        opened = november.computed()
        report = november.of(opened, district)
        with pytest.raises(Missing):
            signing.sign(report_id=report.pk, by=neighbour_supervisor, at=FIRST, reason="不等")
        with pytest.raises(Refused, match="越山区总工会自己办理"):
            signing.sign(report_id=report.pk, by=city_supervisor, at=FIRST, reason="不等")

    def test_for_a_station_without_a_head_the_union_above_signs(self, november, supervisor, station):
        opened = november.computed()
        assert (
            signing.sign(report_id=november.of(opened, station).pk, by=supervisor, at=FIRST).signed_by
            == supervisor.post
        )

    def test_a_caseworker_does_not_sign(self, november, caseworker, district):
        opened = november.computed()
        with pytest.raises(Refused):
            signing.sign(report_id=november.of(opened, district).pk, by=caseworker, at=FIRST)

    def test_remarks_are_written_before_the_signature(self, november, supervisor, district):
        opened = november.computed()
        report = november.of(opened, district)
        signing.remark(report_id=report.pk, remarks="  本月有集体争议。", by=supervisor, at=FIRST)
        signing.sign(report_id=report.pk, by=supervisor, at=FIRST, reason="不等")
        assert november.of(opened, district).remarks == "本月有集体争议。"
        with pytest.raises(Conflict):
            signing.remark(report_id=report.pk, remarks="改", by=supervisor, at=FIRST)

    def test_the_time_limit_of_submission_is_met_by_the_signature_and_a_return_opens_another(
        self, november, manager, supervisor, district
    ):
        opened = november.computed()
        report = november.of(opened, district)
        signing.sign(report_id=report.pk, by=supervisor, at=FIRST, reason="不等")
        limits = report.matter.deadlines.values_list("rule_version__rule__key", "state")
        assert ("report_submit", "met") in limits
        signing.return_report(report_id=report.pk, reason="金额有误", by=manager, at=FIRST)
        report = november.of(opened, district)
        assert report.matter.status_id == states.COMPUTED
        assert (report.signed_at, report.digest) == (None, "")
        assert ("report_sign_again", "open") in report.matter.deadlines.values_list("rule_version__rule__key", "state")

    def test_what_was_summed_up_is_not_returned_before_the_sum(self, november, manager, station):
        opened = november.computed()
        november.sign_all(opened)
        with pytest.raises(Conflict, match="越山区总工会已经签报"):
            signing.return_report(report_id=november.of(opened, station).pk, reason="有误", by=manager, at=FIRST)


class TestFreezing:
    def test_the_signature_of_the_whole_freezes_all(self, november, manager):
        frozen = november.frozen()
        assert (frozen.frozen_at, frozen.frozen_by) == (FIRST, manager.post)
        matters = Matter.objects.filter(report__round=frozen)
        assert set(matters.values_list("status", "phase", "closed_reason")) == {(states.FROZEN, "closed", "frozen")}
        assert not matters.filter(next_due_on__isnull=False).exists()
        assert november.top(frozen).digest

    def test_who_is_missing_is_named_and_their_limit_dropped(self, november, neighbour_district):
        opened = november.computed()
        with pytest.raises(Invalid, match="河南区总工会"):
            november.freeze(opened)
        frozen = november.freeze(opened, reason="年底结账")
        late = november.of(frozen, neighbour_district)
        assert (late.signed_at, late.matter.status_id) == (None, states.FROZEN)
        assert [one.state for one in late.matter.deadlines.all()] == ["cancelled"]

    def test_the_second_of_two_who_freeze_at_once_is_told(self, november):
        opened = november.computed()
        november.sign_all(opened)
        version = november.top(opened).matter.version
        november.freeze(opened, version=version)
        with pytest.raises(Conflict):
            november.freeze(opened, version=version)
        with pytest.raises(Conflict):
            november.freeze(opened)

    def test_nothing_of_a_frozen_round_can_be_changed(self, november):
        frozen = november.frozen()
        report = november.top(frozen)
        attempts = [
            lambda: Figure.objects.filter(round=frozen).update(value=1),
            lambda: Figure.objects.filter(round=frozen).delete(),
            lambda: Figure.objects.create(
                round=frozen, organisation=report.organisation, indicator="x", span="now", value=1
            ),
            lambda: FrozenFact.objects.filter(round=frozen).update(amount=1),
            lambda: FrozenFact.objects.filter(round=frozen).delete(),
            lambda: frozen.reports.update(digest=""),
            lambda: Round.objects.filter(pk=frozen.pk).update(frozen_at=None),
        ]
        for attempt in attempts:
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()

    def test_a_supervisor_does_not_freeze(self, november, city_supervisor):
        opened = november.computed()
        with pytest.raises(Refused):
            freezing.freeze(report_id=november.top(opened).pk, by=city_supervisor, at=FIRST, reason="不等")
