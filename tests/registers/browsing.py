"""Pages of the registers as text, who is signed in, and what is typed there."""

from django.test import Client

from tests.registers.people import citizen

WRONG = citizen()[:-1] + ("1" if citizen()[-1] != "1" else "2")


def signed_in(actor):
    client = Client()
    client.force_login(actor.user)
    return client


def html(response):
    return response.content.decode()


def new_worker(**typed):
    return {"name": "李四", "id_kind": "citizen", "id_number": citizen(sequence=124), **typed}
