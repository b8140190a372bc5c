import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionlaw.lib.sealed import SealBroken, blind_index, seal, unseal

ROW = uuid.UUID("0190c3f0-0000-7000-8000-000000000001")


@given(st.text(min_size=1, max_size=60))
def test_what_is_sealed_opens_where_it_belongs_and_nowhere_else(plain):
    blob = seal(plain, label="worker.phone", row=ROW)
    assert unseal(blob, label="worker.phone", row=ROW) == plain
    for label, row in (("worker.address", ROW), ("worker.phone", uuid.uuid4())):
        with pytest.raises(SealBroken):
            unseal(blob, label=label, row=row)


@given(st.binary(max_size=80))
def test_bytes_that_nobody_sealed_do_not_open(blob):
    with pytest.raises(SealBroken):
        unseal(blob, label="worker.phone", row=ROW)


@given(st.integers(0, 200), st.integers(1, 255))
def test_one_changed_byte_breaks_the_seal(place, change):
    blob = bytearray(seal("13812345678", label="worker.phone", row=ROW))
    blob[place % len(blob)] ^= change
    with pytest.raises(SealBroken):
        unseal(bytes(blob), label="worker.phone", row=ROW)


def test_the_same_text_is_sealed_differently_each_time():
    assert seal("x", label="a.b", row=ROW) != seal("x", label="a.b", row=ROW)


def test_blind_indexes_agree_for_the_same_number_and_differ_by_purpose_and_key(settings):
    index = blind_index("id_number", "11010519491231002x")
    assert index == blind_index("id_number", " １１０１０５ 19491231002X ")
    assert index != blind_index("phone", "11010519491231002X")
    settings.BLIND_INDEX_KEY = b"k" * 32
    assert index != blind_index("id_number", "11010519491231002X")
    assert blind_index("phone", "  ") is None
