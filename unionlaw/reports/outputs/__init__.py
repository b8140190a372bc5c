"""What a report looks like outside the page: workbook, paper, CSV and JSON, all from one tables.Table."""

from unionlaw.reports.outputs.as_json import as_json
from unionlaw.reports.outputs.csv import csv
from unionlaw.reports.outputs.paper import paper
from unionlaw.reports.outputs.workbook import workbook

__all__ = ["as_json", "csv", "paper", "workbook"]
