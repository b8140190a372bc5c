from django.test import Client

from unionlaw.registers.models import Employer, Worker


def page(actor, subject):
    client = Client()
    client.force_login(actor.user)
    response = client.get(subject.get_absolute_url())
    return response.status_code, response.content.decode()


def test_the_page_of_a_worker_or_employer_lists_the_matters_the_reader_may_see(
    open_consultation, caseworker, neighbour, noon
):
    ours = open_consultation(caseworker)
    worker, employer = Worker.objects.get(), Employer.objects.get()
    for subject in (worker, employer):
        status, shown = page(caseworker, subject)
        assert status == 200
        assert ours.number in shown
    status, shown = page(neighbour, employer)
    assert status == 200
    assert ours.number not in shown
    assert "没有您能查看的事项" in shown


def test_whoever_sees_a_workers_matter_sees_the_worker(open_consultation, neighbour, caseworker):
    # The fixture registers workers with the district; the neighbour holds a consultation about one of them.
    theirs = open_consultation(neighbour)
    worker = Worker.objects.get()
    assert not Worker.objects.in_tree_of(neighbour).exists()
    status, shown = page(neighbour, worker)
    assert status == 200
    assert theirs.number in shown
    status, shown = page(caseworker, worker)
    assert status == 200
    assert theirs.number not in shown
