"""Facts that only legal-aid cases have: filings, hearings, work, what workers say afterwards."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from unionlaw.reports.sources import Source, register

_OF_CASE = "JOIN matters_matter AS m ON m.id = f.case_id"

FILINGS = register(
    Source(
        "filings",
        f"cases_filing AS f {_OF_CASE}",
        _("提交日期"),
        day="f.filed_on",
        columns={"what": "f.what", "dispute": "m.dispute_id"},
    )
)
HEARINGS = register(
    Source(
        "hearings",
        f"cases_hearing AS f {_OF_CASE}",
        _("开庭或会议日期"),
        moment="f.starts_at",
        where="f.held",
        columns={"what": "f.what"},
    )
)
WORK = register(
    Source(
        "work",
        f"cases_worklog AS f {_OF_CASE}",
        _("工作日期"),
        day="f.worked_on",
        columns={"minutes": "f.minutes", "lawyer": "f.post_id"},
    )
)
FOLLOW_UPS = register(
    Source(
        "follow_ups",
        f"cases_followup AS f {_OF_CASE}",
        _("回访日期"),
        day="f.asked_on",
        columns={"reached": "f.reached", "satisfaction": "f.satisfaction"},
    )
)
