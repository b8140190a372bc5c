"""What a letter needs before it may leave the drafter's desk (legal rules §5.2; data/instruments.toml)."""

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


def lacking(letter: SupervisionLetter) -> list[str]:
    """What the letter still lacks, a line each."""
    union = letter.matter.organisation
    terms = terms_of(letter.instrument, region_of(union))
    lines = []
    if reason := issuer_refusal(union, letter.instrument):
        lines.append(reason)
    if not letter.demands.exists():
        lines.append(_("请至少填写一项要求。"))
    if terms.facts and not (letter.facts or letter.findings.exists()):
        lines.append(_("请写明事实。"))
    if terms.basis and not letter.legal_basis:
        lines.append(_("请写明法律依据。"))
    if terms.supervisors:
        lines += _lacking_inquiry(letter, terms.supervisors)
    if letter.instrument == Instrument.RECOMMENDATION and letter.authority is None:
        lines.append(_("请选择主送部门。"))
    if terms.previous and not letter.exception:
        previous = previous_of(letter)
        if previous is None or previous.instrument != terms.previous:
            lines.append(
                _("%(instrument)s之前应先制发%(previous)s；直接制发的，请填写例外说明。")
                % {
                    "instrument": Instrument(letter.instrument).label,
                    "previous": Instrument(terms.previous).label,
                }
            )
    if terms.signatory and not letter.signatory:
        lines.append(_("当地规定由%(who)s签发，请填写签发人。") % {"who": terms.signatory})
    return lines


def _lacking_inquiry(letter: SupervisionLetter, fewest: int) -> list[str]:
    inquiries = letter.inquiries.filter(purpose=Inquiry.Purpose.INQUIRY).prefetch_related("supervisors")
    if not any(inquiry.supervisors.count() >= fewest for inquiry in inquiries):
        return [_("意见书须有%(n)d名以上监督员调查并作笔录，请登记调查。") % {"n": fewest}]
    findings = list(letter.findings.all())
    if not findings:
        return [_("请逐项填写查明事实。")]
    bare = [finding for finding in findings if not finding.evidence and finding.document_id is None]
    return [_("第%(n)d项查明事实没有证据。") % {"n": finding.position} for finding in bare]
