from unionlaw.reports.models.computation import Computation
from unionlaw.reports.models.edition import Edition
from unionlaw.reports.models.layout import Layout, PivotView
from unionlaw.reports.models.output import Delivery, Form, Output
from unionlaw.reports.models.round import Figure, FrozenFact, Report, RestatedFigure, Restatement, Round

__all__ = [
    "Computation",
    "Delivery",
    "Edition",
    "Figure",
    "Form",
    "FrozenFact",
    "Layout",
    "Output",
    "PivotView",
    "Report",
    "RestatedFigure",
    "Restatement",
    "Round",
]
