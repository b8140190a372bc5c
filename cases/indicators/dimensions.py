"""Lawyers, firms and grounds of aid, by which figures of legal-aid cases are broken down."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.models import AidCase
from unionlaw.network.models import Organisation, Post
from unionlaw.reports.dimensions import Dimension, ids, register

_CASE = (
    "LEFT JOIN cases_aidcase AS aid ON aid.matter_id = m.id LEFT JOIN network_post AS counsel ON counsel.id ="
    " aid.lawyer_id"
)


def _lawyers(members: Iterable[str]) -> dict[str, str]:
    posts = Post.objects.filter(pk__in=ids(members)).select_related("user")
    return {str(post.pk): str(post.user) for post in posts}


def _firms(members: Iterable[str]) -> dict[str, str]:
    rows = Organisation.objects.filter(pk__in=ids(members)).values_list("pk", "short_name")
    return {str(pk): name for pk, name in rows}


def _cases_of(organisation: Organisation) -> QuerySet[AidCase]:
    """The cases of an organisation and those below it."""
    return AidCase.objects.filter(**{f"matter__scope{organisation.depth}": organisation.pk})


def _held_lawyers(organisation: Organisation, members: Iterable[str]) -> set[str]:
    theirs = _cases_of(organisation).filter(lawyer=OuterRef("pk"))
    return {str(post.pk) for post in Post.objects.filter(Exists(theirs), pk__in=ids(members)).only("pk")}


def _held_firms(organisation: Organisation, members: Iterable[str]) -> set[str]:
    theirs = _cases_of(organisation).filter(lawyer__organisation=OuterRef("pk"))
    return {str(firm.pk) for firm in Organisation.objects.filter(Exists(theirs), pk__in=ids(members)).only("pk")}


def _grounds(members: Iterable[str]) -> dict[str, str]:
    known = AidCase.Eligibility
    return {member: str(known(member).label) for member in members if member in known.values}


register(
    Dimension(
        "lawyer",
        _("承办律师"),
        "aid.lawyer_id",
        _lawyers,
        _CASE,
        nothing=_("未指派"),
        names_people=True,
        held=_held_lawyers,
    ),
    Dimension("firm", _("律师事务所"), "counsel.organisation_id", _firms, _CASE, nothing=_("未指派"), held=_held_firms),
    Dimension("eligibility", _("援助条件"), "aid.eligibility", _grounds, _CASE),
)
