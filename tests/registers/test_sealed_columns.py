"""Sealed columns on real rows; the primitives are tested in tests/lib."""

import copy
import json
import pickle

import pytest
from django.core.management import call_command

from tests.registers.people import citizen
from unionlaw.lib.sealed import SealBroken, Sealed, blind_index
from unionlaw.registers import services
from unionlaw.registers.models import Worker


def test_a_sealed_attribute_shows_only_its_mask(zhang):
    worker = Worker.objects.get(pk=zhang.pk)
    assert (str(worker.id_number), f"{worker.phone}") == ("440104********" + citizen()[-4:], "138****5678")
    assert str(worker.injury_note) == "********"
    assert repr(worker.phone) == "<Sealed>"
    assert "13812345678" not in repr(worker.__dict__)
    assert worker.phone.reveal() == "13812345678"
    with pytest.raises(TypeError):
        json.dumps({"phone": worker.phone})
    with pytest.raises(TypeError):
        pickle.dumps(worker.phone)


def test_sealed_values_survive_every_way_a_row_is_made_and_read(caseworker, zhang, noon):
    common = {
        "name_folded": "x",
        "search_text": "x",
        "organisation": caseworker.organisation,
        "registered_at": noon,
        "updated_at": noon,
    }
    phone_index = blind_index("phone", "02083330000")
    built = Worker(name="甲", phone="02083330000", phone_index=phone_index, **common)
    made = Worker.objects.create(name="乙", phone="02083330000", phone_index=phone_index, **common)
    Worker.objects.bulk_create([built])
    for pk in (built.pk, made.pk):
        for row in (
            Worker.objects.get(pk=pk),
            Worker.objects.only("phone").get(pk=pk),
            Worker.objects.defer("phone").get(pk=pk),
        ):
            assert row.phone.reveal() == "02083330000"
            assert not row.address
            assert (str(row.address), row.address.reveal()) == ("", "")
    made.phone = "02081110000"
    made.refresh_from_db()
    assert made.phone.reveal() == "02083330000"
    assert copy.deepcopy(made).phone.reveal() == "02083330000"
    assert pickle.loads(pickle.dumps(made)).phone.reveal() == "02083330000"
    raw = Worker.objects.filter(pk=made.pk).values_list("phone", flat=True)[0]
    assert b"0208333" not in bytes(raw)


def test_copying_a_value_to_another_row_seals_it_for_that_row(zhang):
    other = Worker(name="乙")
    other.phone = zhang.phone
    assert isinstance(other.phone, Sealed)
    assert other.phone.reveal() == "13812345678"
    assert other.phone.blob != zhang.phone.blob


def test_a_value_moved_between_rows_in_the_database_does_not_open(zhang, caseworker, noon):
    other = services.register_worker(name="李四", id_kind="none", phone="13800000000", by=caseworker, at=noon)
    Worker.objects.filter(pk=other.pk).update(phone=zhang.phone.blob)
    other.refresh_from_db()
    assert str(other.phone) == "⚠ ****"
    with pytest.raises(SealBroken):
        other.phone.reveal()


def test_plain_text_can_neither_be_searched_nor_written_past_the_seal(zhang):
    with pytest.raises(TypeError):
        Worker.objects.filter(phone="13812345678").exists()
    with pytest.raises(TypeError):
        Worker.objects.update(phone="13812345678")
    with pytest.raises(TypeError):
        zhang.phone = 13812345678


def test_resealing_moves_everything_to_the_current_key_and_history_with_it(zhang, settings):
    old = settings.SEALED_KEYS
    settings.SEALED_KEYS = {9: b"n" * 32, **old}
    call_command("reseal", verbosity=0)
    settings.SEALED_KEYS = {9: b"n" * 32}
    zhang.refresh_from_db()
    assert zhang.phone.reveal() == "13812345678"
    history = zhang.events.get()
    assert history.phone.reveal() == "13812345678"
    settings.SEALED_KEYS = old
    with pytest.raises(SealBroken):
        zhang.phone.reveal()
