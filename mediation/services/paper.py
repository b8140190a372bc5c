"""The official papers of a mediation that are about one agreement, breach or session, made by the documents engine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from mediation.models import Mediation
from mediation.paper_facts import About, MediationFacts
from unionlaw.documents.models import Paper
from unionlaw.documents.services.drafting import Known, draft
from unionlaw.documents.services.marks import new_code
from unionlaw.documents.services.papers import Sheet, keep_papers, number_for, set_pdf, tell
from unionlaw.lib.errors import Invalid
from unionlaw.lib.wording import listed
from unionlaw.network.actors import Actor


def make_paper(
    mediation: Mediation,
    key: str,
    *,
    about: About | None = None,
    answers: Mapping[str, str] | None = None,
    former: Paper | None = None,
    why: str = "",
    by: Actor,
    at: datetime,
) -> Paper:
    """Issue the paper `key`, in the transaction of the step that calls for it; the step's right is enough.

    Args:
        mediation: with its matter locked; the event of the paper is recorded on it.
        about: the part of the mediation that the paper is about.
        answers: what the template asks for.
        former: the paper that this one replaces.
        why: what was wrong with it.

    Raises Missing where no template of that key holds, Invalid when the paper needs what the mediation does not have.
    """
    matter = mediation.matter
    known = Known()
    version = known.version(matter, key, timezone.localdate(at))
    source = MediationFacts(matter, about)
    made = draft(
        matter=matter, version=version, issuer=known.issuer(matter), answers=answers or {}, by=by, source=source
    )
    if made.missing:
        raise Invalid(_("还缺：%(what)s。请先补充。") % {"what": listed(made.missing)})
    number, code = number_for(made, at), new_code()
    content = set_pdf(made, number=number, code=code, seal=None, at=at)
    [paper] = keep_papers([Sheet(made, content, number, code, None)], former=former, why=why, by=by, at=at)
    tell(made, paper, by=by, at=at)
    return paper
