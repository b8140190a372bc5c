"""Facts that only supervision letters have."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from unionlaw.reports.sources import Source, register

# Events say themselves on which day it happened, where that is not the day on which it was entered. Nothing is entered
# before it happens, so what was entered before the earliest day asked for is left out.
_SAID = "nullif(coalesce(f.data->>'served_on', f.data->>'happened_on'), '')::date"
_LETTER = " JOIN monitoring_letters_supervisionletter AS x ON x.matter_id = f.matter_id"

EVENTS = register(
    Source(
        "letter_events",
        f"matters_event AS f JOIN matters_matter AS m ON m.id = f.matter_id{_LETTER}"
        " LEFT JOIN monitoring_letters_campaignaddressee AS a ON a.letter_id = x.matter_id"
        " LEFT JOIN monitoring_letters_publication AS p ON p.letter_id = x.matter_id",
        _("事件载明的日期，没有载明的按登记日期"),
        day=f"coalesce({_SAID}, (f.happened_at AT TIME ZONE %(zone)s)::date)",
        names="f.name",
        where="f.happened_at >= %(first)s",
        columns={
            "instrument": "x.instrument",
            "reach": "x.reach",
            "employer": "x.employer_id",
            "mailed": "a.id IS NOT NULL",
            "employers_reached": "p.employers_reached",
            "workers_reached": "p.workers_reached",
            "demand": "(f.data->>'demand')::bigint",
            "judgement": "f.data->>'code'",
        },
    )
)
LINKED = register(
    Source(
        "linked",
        "monitoring_letters_linkedinstrument AS f JOIN matters_matter AS m ON m.id = f.letter_id",
        _("移送或发出日期"),
        day="f.sent_on",
        columns={"what": "f.kind"},
    )
)
INQUIRIES = register(
    Source(
        "inquiries",
        "monitoring_letters_inquiry AS f JOIN matters_matter AS m ON m.id = f.letter_id",
        _("调查日期"),
        day="f.held_on",
        columns={"purpose": "f.purpose"},
    )
)
