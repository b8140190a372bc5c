"""The conflict check before someone mediates: whom they acted for or against, and earlier objections.

Source: 最高人民法院特邀调解规定 art. 15: near relations, an interest in the case, other links that may affect
impartiality; who mediated must not act for a side later, nor the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from mediation.models import Mediation, MediatorAssignment
from unionlaw.matters.models import Grant, Matter
from unionlaw.matters.models.matter import LIVE_PHASES
from unionlaw.matters.services.grants import key_for
from unionlaw.network.models import Post


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that speaks against a mediator.

    Args:
        kind: "acts_for_side" (never allowed), "acted_for_side" or "objected".
        text: in words.
    """

    kind: str
    text: str

    @property
    def is_hard(self) -> bool:
        """No reason can outweigh it."""
        return self.kind == "acts_for_side"


def check_conflicts(mediation: Mediation, post: Post) -> list[Conflict]:
    """What speaks against `post` mediating here, the gravest first. A fixed number of queries.

    Who acts as a lawyer in a live case with one of these parties cannot mediate between them; who did, or had the same
    dispute in other hands, or was objected to or recused before, can when a reason is given.
    """
    found = [*_acting(mediation, post), *_earlier(mediation, post)]
    return sorted(dict.fromkeys(found), key=lambda conflict: not conflict.is_hard)


def _acting(mediation: Mediation, post: Post) -> list[Conflict]:
    parties = mediation.matter.dispute.parties.values("worker_id", "employer_id") if mediation.matter.dispute else []
    workers = [row["worker_id"] for row in parties if row["worker_id"]]
    employers = [row["employer_id"] for row in parties if row["employer_id"]]
    same = Q(dispute__parties__worker__in=workers) | Q(dispute__parties__employer__in=employers)
    posts = [key_for(p) for p in Post.objects.filter(user=post.user_id)]
    acted = Grant.objects.filter(viewer_key__in=posts, why=Grant.Why.ASSIGNED_LAWYER).values_list("matter", "ended_at")
    still = {matter for matter, ended in acted if ended is None}
    rows = (
        Matter.objects.filter(same, pk__in=[matter for matter, _ended in acted])
        .exclude(pk=mediation.pk)
        .distinct()
        .values_list("pk", "phase")
    )
    found = []
    for pk, phase in rows:
        if pk in still and phase in LIVE_PHASES:
            words = _("%(who)s正在代理本争议一方当事人的案件") % {"who": post.user}
            found.append(Conflict("acts_for_side", words))
        else:
            words = _("%(who)s曾代理本争议一方当事人的案件") % {"who": post.user}
            found.append(Conflict("acted_for_side", words))
    return found


def _earlier(mediation: Mediation, post: Post) -> list[Conflict]:
    ended = MediatorAssignment.objects.filter(mediation=mediation, post__user=post.user_id, ended__gt="")
    return [
        Conflict("objected", _("%(who)s曾退出本次调解：%(why)s") % {"who": post.user, "why": row.get_ended_display()})
        for row in ended
        if row.ended != MediatorAssignment.Ended.REPLACED
    ]
