"""A new installation gets its first union and administrators, once."""

import pytest
from django.core.management import CommandError, call_command

from tests.cast import Kind
from unionlaw.accounts.models import User
from unionlaw.network.models import Organisation, PersonChange, Post

GIVEN = {"system_admin": "xitong:席统", "security_admin": "anquan:安全", "audit_admin": "shen:申计"}


@pytest.mark.django_db
def test_the_portal_opens_with_a_union_and_three_administrators(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("open_portal", "羊城市总工会", number_prefix="羊工", **GIVEN)
    union = Organisation.objects.get()
    assert (union.kind, union.lineage) == (Kind.CITY_UNION, [union.pk])
    for line in capsys.readouterr().out.splitlines():
        _office, username, password = line.split("\t")
        assert User.objects.get(username=username).check_password(password)
    assert set(Post.objects.values_list("role", flat=True)) == set(GIVEN)
    assert set(PersonChange.objects.values_list("job", flat=True)) == {"open_portal"}
    with pytest.raises(CommandError, match="已有组织"):
        call_command("open_portal", "第二市总工会", **GIVEN)


@pytest.mark.django_db
def test_a_wrong_name_founds_nothing() -> None:
    with pytest.raises(CommandError, match="用户名"):
        call_command("open_portal", "羊城市总工会", **{**GIVEN, "audit_admin": "shen"})
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_one_person_cannot_hold_two_offices() -> None:
    with pytest.raises(CommandError):
        call_command("open_portal", "羊城市总工会", **{**GIVEN, "audit_admin": "anquan:安全"})
    assert not User.objects.exists()
