"""Letters filtered by what stands beside the matter: few by key, many on the walk, the same letters."""

from datetime import timedelta

import pytest
from django.urls import reverse

from monitoring_letters import states
from monitoring_letters.filters import LetterFilter
from monitoring_letters.models import Lead, SupervisionLetter
from monitoring_letters.models.lead import LEAD_CHOICES
from monitoring_letters.models.letter import LETTER_CHOICES
from tests.cast import NOON
from unionlaw.matters.models import Grant, Matter
from unionlaw.matters.models.copies import PLACE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def listed(walk, sign_in, supervisor):
    """Which letters the supervisor's list shows for a query, by what they are."""
    letters = {
        "waiting": walk.to(states.APPROVAL),
        "late": walk.to(states.SERVED, at=NOON - timedelta(days=60)),
        "answered": walk.to(states.REPLIED),
    }
    names = {letter.pk: name for name, letter in letters.items()}

    def ask(query):
        listing = sign_in(supervisor).get(f"{reverse('monitoring_letters:letters')}?{query}").context["list"]
        assert listing.count_text == str(len(listing.page.ids))
        return {names[pk] for pk in listing.page.ids}

    return ask


@pytest.mark.parametrize("few", [0, 2_000])
def test_few_and_many_are_found_alike(listed, monkeypatch, few):
    monkeypatch.setattr(LetterFilter, "few", few)
    everything = {"waiting", "late", "answered"}
    assert listed("my_turn=true") == {"waiting"}
    assert listed("my_turn=false") == {"late", "answered"}
    assert listed("reply_overdue=true") == {"late"}
    assert listed("reply_overdue=false") == {"waiting", "answered"}
    assert listed("reach=single") == everything
    assert listed("reach=industry") == set()
    assert listed("instrument=opinion") | listed("instrument=notice") == everything


def test_one_choice_is_walked_along_the_letters_in_order(listed, sign_in, supervisor, neighbour):
    SupervisionLetter.objects.filter(matter__status=states.REPLIED).update(topic="heat", result="corrected")
    Matter.objects.filter(status=states.SERVED).update(opened_at=NOON - timedelta(days=3))
    asked = [
        f"{name}={value}"
        for name in LETTER_CHOICES
        for value, _label in SupervisionLetter._meta.get_field(name).flatchoices
    ]
    for query in (*asked, "topic=heat&topic=pay", "topic=heat&sort=opened"):
        shown = sign_in(supervisor).get(f"{reverse('monitoring_letters:letters')}?{query}").context["list"]
        assert {branch.queryset.model for branch in shown.branches} - {Grant} == {SupervisionLetter}
        name = query.split("=")[0]
        values = [part.split("=")[1] for part in query.split("&") if part.startswith(name)]
        expected = Matter.objects.filter(**{f"supervision_letter__{name}__in": values})
        sign = "" if "sort" in query else "-"
        assert shown.page.ids == list(expected.order_by(f"{sign}opened_at", f"{sign}pk").values_list("pk", flat=True))
        others = sign_in(neighbour).get(f"{reverse('monitoring_letters:letters')}?{query}").context["list"]
        assert others.page.ids == [], "nothing of another district"


def test_letters_and_leads_stand_where_their_matters_stand(walk, district, neighbour_district, city):
    walk.to(states.APPROVAL)
    walk.lead()
    Lead.objects.update(scope2=None)
    SupervisionLetter.objects.update(opened_at=NOON + timedelta(days=1))
    for model in (Lead, SupervisionLetter):
        assert_in_place(model)
    lineage = [city.pk, neighbour_district.pk, district.pk]
    Matter.objects.update(**{f"scope{level}": pk for level, pk in enumerate(lineage, start=1)})
    for model in (Lead, SupervisionLetter):
        assert_in_place(model)
        assert set(model.objects.values_list("scope2", "scope3")) == {(neighbour_district.pk, district.pk)}


def assert_in_place(model):
    kept = {row[0]: row[1:] for row in model.objects.values_list("pk", *PLACE)}
    assert kept
    assert kept == {row[0]: row[1:] for row in Matter.objects.filter(pk__in=kept).values_list("pk", *PLACE)}


def test_one_choice_of_leads_is_walked_along_the_leads(walk, sign_in, supervisor, neighbour):
    for _n in range(3):
        walk.lead()
    first, *_others = Lead.objects.order_by("pk")
    Lead.objects.filter(pk=first.pk).update(topic="heat", source="public")
    for name in LEAD_CHOICES:
        for value, _label in Lead._meta.get_field(name).flatchoices:
            expected = Lead.objects.filter(**{name: value}).order_by("-matter__opened_at", "-pk")
            url = f"{reverse('monitoring_letters:leads')}?{name}={value}"
            assert sign_in(supervisor).get(url).context["list"].page.ids == [lead.pk for lead in expected]
            assert sign_in(neighbour).get(url).context["list"].page.ids == []
