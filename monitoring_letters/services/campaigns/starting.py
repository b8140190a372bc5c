"""Starting a campaign: from a seasonal text, or from a public letter that is drafted already."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring_letters.models import Campaign, Instrument, Reach, SupervisionLetter
from monitoring_letters.models.letter import PUBLIC
from monitoring_letters.services.campaigns.seasons import all_seasons
from monitoring_letters.services.content import DemandInput, set_demands
from monitoring_letters.services.drafting import amend_letter, draft_letter
from monitoring_letters.services.steps import begin, record
from unionlaw.lib.errors import Conflict, Invalid
from unionlaw.matters.services.facts import make_umbrella
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation


@transaction.atomic
def start_campaign(
    *,
    season: str,
    audience: str,
    reach: str = Reach.INDUSTRY,
    title: str = "",
    organisation: Organisation | None = None,
    by: Actor,
    at: datetime,
) -> Campaign:
    """Draft the public letter of a season, with facts, demands, legal basis and reply date, and a campaign on it.

    Args:
        season: key of a text in data/seasons.toml.
        audience: to whom the public letter speaks, "全区建筑施工企业".
        reach: industry or area.
        title: the season's when "".
        organisation: the issuing union, see draft_letter.

    Raises Refused; Invalid per argument.
    """
    found = all_seasons().get(season)
    if found is None:
        raise Invalid({"season": _("请选择季节模板。")})
    if reach not in PUBLIC:
        raise Invalid({"reach": _("批量发函须面向行业或者区域。")})
    letter = draft_letter(
        instrument=Instrument.NOTICE, topic=found.topic, reach=reach, audience=audience, title=title or found.title,
        facts=found.facts, organisation=organisation, by=by, at=at,
    )  # fmt: skip
    set_demands(
        letter_id=letter.pk, demands=[DemandInput(demand.text, demand.basis) for demand in found.demands], by=by, at=at
    )
    amend_letter(
        letter_id=letter.pk, legal_basis=found.legal_basis, by=by, at=at,
        reply_by=timezone.localdate(at) + timedelta(days=found.reply_days),
    )  # fmt: skip
    return open_campaign(letter_id=letter.pk, season=season, by=by, at=at)


@transaction.atomic
def open_campaign(*, letter_id: int, season: str = "", by: Actor, at: datetime) -> Campaign:
    """Let a draft to an industry or area go to many employers one by one. Raises Missing, Refused, Conflict."""
    letter = begin(letter_id=letter_id, verb="amend_letter", by=by, version=None)
    if reason := opening_refusal(letter):
        raise Conflict(reason)
    make_umbrella(letter.matter)
    campaign = Campaign.objects.create(letter=letter, season=season)
    record(letter, "letter.campaign_opened", by=by, at=at)
    return campaign


def opening_refusal(letter: SupervisionLetter) -> str:
    """Why no campaign can be opened on the letter, or ""."""
    if not letter.is_public:
        return _("只有面向行业或者区域的提示函可以批量发函。")
    return _("已经建立批量发函。") if Campaign.objects.filter(pk=letter.pk).exists() else ""
