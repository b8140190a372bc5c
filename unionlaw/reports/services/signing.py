"""Remarks, signatures and their way back: a report is signed once all below it are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict, Invalid
from unionlaw.lib.wording import listed
from unionlaw.matters.services.checking import need_reason
from unionlaw.matters.services.events import record
from unionlaw.network.actors import Actor
from unionlaw.reports.models import Report
from unionlaw.reports.services.computing_rounds import stored_digest
from unionlaw.reports.services.steps import begin

REMARKS_LENGTH = 5000
SHOWN_DIGITS = 12


@transaction.atomic
def remark(*, report_id: int, remarks: str, by: Actor, at: datetime, version: int | None = None) -> Report:
    """Write what is to be said about the figures. Raises Invalid for "remarks" when too long; see `begin`."""
    report = begin(report_id=report_id, verb="remark", by=by, version=version)
    remarks = remarks.strip()
    if len(remarks) > REMARKS_LENGTH:
        raise Invalid({"remarks": _("最多%(longest)d个字。") % {"longest": REMARKS_LENGTH}})
    report.remarks = remarks
    report.save()
    record(report.matter, "report.remarked", by=by, at=at)
    return report


@transaction.atomic
def sign(*, report_id: int, by: Actor, at: datetime, reason: str = "", version: int | None = None) -> Report:
    """Sign a report as computed.

    Args:
        reason: why it is signed though reports below it are not; needed then only.

    Raises what `begin` raises, and Invalid for "reason" when reports below are missing and none is given.
    """
    report = begin(report_id=report_id, verb="sign", by=by, version=version)
    put_signature(report, reason, by=by, at=at)
    return report


def put_signature(report: Report, reason: str, *, by: Actor, at: datetime) -> None:
    """Sign the locked report. Raises Invalid for "reason" when reports below it are missing and none is given."""
    missing = missing_below(report)
    if missing:
        reason = need_reason(reason, why_reason(missing))
    report.signed_at, report.signed_by, report.digest = at, by.post, stored_digest(report)
    report.save()
    data = {"who": by.name, "digest": report.digest[:SHOWN_DIGITS], "missing": missing}
    record(report.matter, "report.signed", by=by, at=at, reason=reason.strip() if missing else "", data=data)


def why_reason(missing: Sequence[str]) -> str:
    """What is said to who signs without a reason though reports below are missing."""
    return _("%(names)s尚未签报。仍要签报的，请写明原因。") % {"names": listed(missing[:10])}


def missing_below(report: Report) -> list[str]:
    """The organisations right below whose reports are not signed, by name."""
    found = Report.objects.filter(above=report.pk, signed_at=None).order_by("organisation__lineage")
    return list(found.values_list("organisation__short_name", flat=True))


@transaction.atomic
def return_report(*, report_id: int, reason: str, by: Actor, at: datetime, version: int | None = None) -> Report:
    """Take a signature back, for the report to be looked at again: by those above, or by its own organisation.

    Raises what `begin` raises, Invalid for "reason", and Conflict when the report above is signed already.
    """
    reason = need_reason(reason, _("请写明退回的原因。"))
    report = begin(report_id=report_id, verb="return_report", by=by, version=version)
    above = report.above
    if above is not None and above.signed_at is not None:
        raise Conflict(_("%(name)s已经签报，请先退回它的报表。") % {"name": above.organisation.short_name})
    report.signed_at, report.signed_by, report.digest = None, None, ""
    report.save()
    record(report.matter, "report.returned", by=by, at=at, reason=reason, data={"who": by.name})
    return report
