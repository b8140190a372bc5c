"""What a letter needs before it may leave the drafter's desk (legal rules §5.2; data/instruments.toml)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from monitoring_letters.instruments import region_of, terms_of
from monitoring_letters.models import Inquiry, Instrument, SupervisionLetter
from monitoring_letters.services.holders import issuer_refusal
from unionlaw.matters.models import MatterLink
from unionlaw.matters.models.matter import Kind


def previous_of(letter: SupervisionLetter) -> SupervisionLetter | None:
    """The letter that this one follows, or None."""
    links = MatterLink.objects.filter(
        from_matter=letter.pk, relation=MatterLink.Relation.FOLLOWS, to_matter__kind=Kind.SUPERVISION_LETTER
    )
    return SupervisionLetter.objects.select_related("matter").filter(matter__in=links.values("to_matter")).first()


@dataclass(frozen=True, slots=True)
class Lack:
    """Something the letter still lacks.

    Args:
        text: what, in a sentence.
        verb: the step that supplies it, a verb of the workflow; "" where none of the drafter's does.
    """

    text: str
    verb: str = ""


def lacking(letter: SupervisionLetter) -> list[str]:
    """What the letter still lacks, a line each."""
    return [lack.text for lack in lacks(letter)]


def lacks(letter: SupervisionLetter) -> list[Lack]:
    """What the letter still lacks, each with the step that supplies it."""
    union = letter.matter.organisation
    terms = terms_of(letter.instrument, region_of(union))
    found = []
    if reason := issuer_refusal(union, letter.instrument):
        found.append(Lack(reason))
    if not letter.demands.exists():
        found.append(Lack(_("请至少填写一项要求。"), "set_demands"))
    if letter.is_public and hasattr(letter, "campaign") and not letter.campaign.addressees.exists():
        found.append(Lack(_("请选择批量发函的收件单位。")))
    if terms.facts and not (letter.facts or letter.findings.exists()):
        found.append(Lack(_("请写明事实。"), "amend_letter"))
    if terms.basis and not letter.legal_basis:
        found.append(Lack(_("请写明法律依据。"), "amend_letter"))
    if terms.supervisors:
        found += _lacking_inquiry(letter, terms.supervisors)
    if letter.instrument == Instrument.RECOMMENDATION and letter.authority is None:
        found.append(Lack(_("请选择主送部门。"), "amend_letter"))
    if terms.previous and not letter.exception:
        previous = previous_of(letter)
        if previous is None or previous.instrument != terms.previous:
            wording = _("%(instrument)s之前应先制发%(previous)s；直接制发的，请填写例外说明。")
            words = {"instrument": Instrument(letter.instrument).label, "previous": Instrument(terms.previous).label}
            found.append(Lack(wording % words, "amend_letter"))
    if terms.signatory and not letter.signatory:
        found.append(Lack(_("当地规定由%(who)s签发，请填写签发人。") % {"who": terms.signatory}, "amend_letter"))
    return found


def _lacking_inquiry(letter: SupervisionLetter, fewest: int) -> list[Lack]:
    inquiries = letter.inquiries.filter(purpose=Inquiry.Purpose.INQUIRY).prefetch_related("supervisors")
    if not any(len(inquiry.supervisors.all()) >= fewest for inquiry in inquiries):
        wording = _("意见书须有%(n)d名以上监督员调查并作笔录，请登记调查。")
        return [Lack(wording % {"n": fewest}, "record_inquiry")]
    findings = list(letter.findings.all())
    if not findings:
        return [Lack(_("请逐项填写查明事实。"), "set_findings")]
    bare = [finding for finding in findings if not finding.evidence and finding.document_id is None]
    return [Lack(_("第%(n)d项查明事实没有证据。") % {"n": finding.position}, "set_findings") for finding in bare]
