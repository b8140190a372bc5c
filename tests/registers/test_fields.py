import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.http import QueryDict

from tests.registers.people import citizen
from unionlaw.registers import services
from unionlaw.registers.fields import EmployerChoiceField, LookupForm, WorkerChoiceField
from unionlaw.registers.models import Employer, Worker


class Intake(LookupForm):
    worker = WorkerChoiceField(label="职工")
    employer = EmployerChoiceField(label="用人单位", required=False)
    question = forms.CharField(label="问题")


def filled(actor, **typed):
    data = QueryDict(mutable=True)
    for key, value in {"question": "欠薪", **typed}.items():
        key = key.replace("__", "-")
        data.setlist(key, value) if isinstance(value, list) else data.update({key: value})
    return Intake(data, actor=actor)


def test_a_visible_worker_is_chosen_by_id(zhang, factory, caseworker):
    form = filled(caseworker, worker=str(zhang.pk), employer=str(factory.pk))
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["worker"], form.cleaned_data["employer"]) == (zhang, factory)


def test_a_worker_of_another_district_needs_the_ticket_of_a_lookup(zhang, neighbour, noon):
    assert not filled(neighbour, worker=str(zhang.pk)).is_valid()
    ticket = services.lookup_worker(id_number=citizen(), by=neighbour, at=noon)[0].ticket
    form = filled(neighbour, worker=ticket)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["worker"] == zhang
    shown = str(form["worker"])
    assert "张*" in shown
    assert "张三" not in shown


def test_without_javascript_the_button_shows_what_was_found_and_keeps_the_rest(zhang, caseworker):
    form = filled(caseworker, worker__q="zs", worker__find="1")
    assert not form.is_valid()
    assert "请在查找结果中选定一项" in str(form.errors["worker"])
    assert f'value="{zhang.pk}"' in str(form["worker"])
    assert 'value="zs"' in str(form["worker"])
    assert "欠薪" in str(form["question"])


def test_someone_new_is_registered_when_the_rest_is_right(caseworker):
    new = {"worker__new-name": "李四", "worker__new-id_kind": "citizen", "worker__new-id_number": citizen()}
    form = filled(caseworker, question="", **new)
    assert not form.is_valid()
    assert not Worker.objects.exists()
    form = filled(caseworker, **new, **{"worker__new-groups": ["migrant", "platform"], "employer__new-name": "某公司"})
    assert form.is_valid(), form.errors
    worker = form.cleaned_data["worker"]
    assert (worker.name, worker.groups) == ("李四", ["migrant", "platform"])
    assert form.cleaned_data["employer"] == Employer.objects.get(name="某公司")
    # Shown again after something else was refused, the form holds the one registered and registers no second.
    assert f'value="{worker.pk}" checked' in str(form["worker"])
    assert "李四" not in str(form["worker"]).split("lookup-new")[1]


def test_someone_new_with_a_wrong_number_is_refused_beside_the_field(caseworker):
    form = filled(caseworker, **{"worker__new-name": "李四", "worker__new-id_number": "1"})
    assert not form.is_valid()
    assert "现在是1位" in str(form.errors["worker"])
    assert 'value="李四"' in str(form["worker"])
    assert '<details class="lookup-new" open>' in str(form["worker"])


def test_a_contact_that_is_wrong_is_said_beside_the_field(caseworker, zhang):
    form = filled(
        caseworker, worker=str(zhang.pk), **{"employer__new-name": "某公司", "employer__new-contact_phone": "1"}
    )
    assert not form.is_valid()
    assert "employer" in form.errors
    assert not Employer.objects.exists()


def test_nobody_chosen_is_said_in_words(caseworker):
    form = filled(caseworker, **{"worker__new-id_kind": "citizen"})
    assert not form.is_valid()
    assert "请查找并选定职工" in str(form.errors["worker"])
    assert not form.has_error("employer")


def test_a_lawyer_may_choose_but_not_register(lawyer):
    form = filled(lawyer, **{"worker__new-name": "李四", "worker__new-id_kind": "none"})
    assert not form.is_valid()
    assert "登记职工" in str(form.errors["worker"])
    assert "lookup-new" not in str(Intake(actor=lawyer)["worker"])


def test_an_initial_worker_is_shown_as_chosen(zhang, caseworker):
    form = Intake(actor=caseworker, initial={"worker": zhang})
    assert f'value="{zhang.pk}" checked' in str(form["worker"])


def test_a_form_that_forgets_its_actor_says_so(zhang):
    class Forgetful(forms.Form):
        worker = WorkerChoiceField()

    with pytest.raises(ImproperlyConfigured):
        Forgetful({"worker": str(zhang.pk)}).is_valid()
