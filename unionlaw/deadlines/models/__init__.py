from unionlaw.deadlines.models.calendar import CalendarDay, CalendarYear
from unionlaw.deadlines.models.deadline import (
    CalendarFeed,
    Chase,
    Deadline,
    DeadlineChange,
    Extension,
    State,
)
from unionlaw.deadlines.models.rule import Ladder, Rule, RuleVersion

__all__ = [
    "CalendarDay",
    "CalendarFeed",
    "CalendarYear",
    "Chase",
    "Deadline",
    "DeadlineChange",
    "Extension",
    "Ladder",
    "Rule",
    "RuleVersion",
    "State",
]
