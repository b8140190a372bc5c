"""The conflict-of-interest check (利益冲突审查) before a case goes to a lawyer.

Source: 律师法 art. 39 (no acting for both sides of one case, nor where the lawyer or a near relation has an interest);
firms' rules extend it to colleagues and to related companies, which a supervisor may weigh.
"""

from dataclasses import asdict, dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.models import AidCase, Assignment
from unionlaw.matters.models import Party
from unionlaw.matters.models.matter import LIVE_PHASES
from unionlaw.network.models import Post
from unionlaw.registers.models import EmployerContact, EmployerRelation

PARTIES = "case__matter__dispute__parties"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that speaks against a lawyer.

    Args:
        kind: "acts_for_opponent" (never allowed), "acted_for_opponent", "firm_acted_for_opponent",
            "related_employer", "acted_against_client", "firm_acted_against_client", "opponents_contact" or "declined".
        text: in words.
        matter_number: the other matter's, "" when the case's holder is not to know of it.
    """

    kind: str
    text: str
    matter_number: str = ""

    @property
    def is_hard(self) -> bool:
        """No reason can outweigh it."""
        return self.kind == "acts_for_opponent"

    def as_data(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Sides:
    """Ids of those whom the case is for and against; employers related to the opponents apart."""

    ours: dict[str, set[int]]
    theirs: dict[str, set[int]]
    related: set[int]


def check_conflicts(case: AidCase, lawyer: Post) -> list[Conflict]:
    """Whom the lawyer, or a colleague of the firm, acted for or against that matters here; the gravest first.

    Every matter counts, also those of other unions. Employers do not apply for aid: that someone acts for one is mostly
    known from the register, where the employer's counsel stands among its contacts. The number of queries does not grow
    with cases or parties.
    """
    sides = _sides_of(case)
    their_people = _matching(sides.theirs) | Q(**{f"{PARTIES}__employer__in": sides.related})
    for_them = Q(**{f"{PARTIES}__side": Party.Side.CLAIMANT}) & their_people
    against_us = Q(**{f"{PARTIES}__side": Party.Side.RESPONDENT}) & _matching(sides.ours)
    rows = (
        Assignment.objects.filter(
            Q(lawyer__user=lawyer.user_id) | Q(lawyer__organisation=lawyer.organisation_id),
            for_them | against_us,
        )
        .exclude(case=case)
        .exclude(answer=Assignment.Answer.DECLINED)
        .values_list(
            "lawyer__user_id",
            "lawyer__user__display_name",
            "answer",
            "case__matter__number",
            "case__matter__phase",
            f"case__matter__scope{len(case.matter.organisation.lineage)}",
            f"{PARTIES}__side",
            f"{PARTIES}__employer_id",
            f"{PARTIES}__worker__name",
            f"{PARTIES}__employer__name",
            f"{PARTIES}__organisation__name",
        )
        .distinct()
        .order_by("case__matter__number")
    )
    found = []
    for user_id, name, answer, number, phase, scope, side, employer_id, *names in rows:
        self_acted = user_id == lawyer.user_id
        now = phase in LIVE_PHASES and answer != Assignment.Answer.ENDED
        related = employer_id in sides.related and employer_id not in sides.theirs["employer"]
        who = next(filter(None, names), "")
        kind = _kind(side, self_acted=self_acted, now=now, related=related)
        known = number if scope == case.matter.organisation_id else ""
        text = _wording(kind) % {"lawyer": name, "who": who, "matter": known or _("其他单位承办的案件")}
        found.append(Conflict(kind, text, known))
    found += _contacts(sides, lawyer)
    found += _declined(case, lawyer)
    return sorted(dict.fromkeys(found), key=lambda conflict: not conflict.is_hard)


def _sides_of(case: AidCase) -> _Sides:
    ours: dict[str, set[int]] = {"worker": set(), "employer": set(), "organisation": set()}
    theirs: dict[str, set[int]] = {"worker": set(), "employer": set(), "organisation": set()}
    for party in Party.objects.filter(dispute=case.matter.dispute_id):
        if party.side == Party.Side.THIRD:
            continue
        side = ours if party.side == Party.Side.CLAIMANT else theirs
        for column, ids in side.items():
            if subject := getattr(party, f"{column}_id"):
                ids.add(subject)
    employers = theirs["employer"]
    pairs = EmployerRelation.objects.filter(Q(employer__in=employers) | Q(other__in=employers))
    related = {pk for pair in pairs.values_list("employer_id", "other_id") for pk in pair} - employers
    return _Sides(ours, theirs, related)


def _matching(side: dict[str, set[int]]) -> Q:
    condition = Q(pk__in=[])
    for column, ids in side.items():
        if ids:
            condition |= Q(**{f"{PARTIES}__{column}__in": ids})
    return condition


def _kind(side: str, *, self_acted: bool, now: bool, related: bool) -> str:
    if side == Party.Side.RESPONDENT:
        return "acted_against_client" if self_acted else "firm_acted_against_client"
    if related:
        return "related_employer"
    if self_acted:
        return "acts_for_opponent" if now else "acted_for_opponent"
    return "firm_acted_for_opponent"


def _wording(kind: str) -> str:
    return {
        "acts_for_opponent": _("%(lawyer)s律师正在代理对方当事人%(who)s（%(matter)s）"),
        "acted_for_opponent": _("%(lawyer)s律师曾代理对方当事人%(who)s（%(matter)s）"),
        "firm_acted_for_opponent": _("同所%(lawyer)s律师代理过对方当事人%(who)s（%(matter)s）"),
        "related_employer": _("%(lawyer)s律师代理过与被申请人有关联的%(who)s（%(matter)s）"),
        "acted_against_client": _("%(lawyer)s律师在%(matter)s中与申请人%(who)s为相对方"),
        "firm_acted_against_client": _("同所%(lawyer)s律师在%(matter)s中与申请人%(who)s为相对方"),
    }[kind]


def _contacts(sides: _Sides, lawyer: Post) -> list[Conflict]:
    """Contacts of the opponents, and of companies related to them, who bear the lawyer's name or name the firm."""
    firm = lawyer.organisation
    found = []
    for contact in EmployerContact.objects.filter(employer__in=sides.theirs["employer"] | sides.related).select_related(
        "employer"
    ):
        who = {"employer": contact.employer.name, "contact": f"{contact.name} {contact.position}".strip()}
        if _bare(contact.name) == _bare(lawyer.user.display_name):
            wording = _("%(employer)s登记的联系人“%(contact)s”与%(lawyer)s律师同名，请核实是否为其代理人")
            found.append(Conflict("opponents_contact", wording % {**who, "lawyer": lawyer.user.display_name}))
        elif any(name and name in who["contact"] for name in (firm.name, firm.short_name)):
            wording = _("%(employer)s登记的联系人“%(contact)s”来自%(lawyer)s律师所在的%(firm)s，请核实是否为其代理")
            words = {**who, "lawyer": lawyer.user.display_name, "firm": firm.name}
            found.append(Conflict("opponents_contact", wording % words))
    return found


def _bare(name: str) -> str:
    """The name without the title that people write after it."""
    return name.strip().removesuffix("律师").strip()


def _declined(case: AidCase, lawyer: Post) -> list[Conflict]:
    """The lawyer said no to this very case before; the reason may be a conflict that no register knows of."""
    declined = case.assignments.filter(lawyer__user=lawyer.user_id, answer=Assignment.Answer.DECLINED)
    return [
        Conflict(
            "declined",
            _("%(lawyer)s律师曾谢绝本案：%(reason)s") % {"lawyer": lawyer.user, "reason": assignment.reason},
            case.matter.number,
        )
        for assignment in declined
    ]
