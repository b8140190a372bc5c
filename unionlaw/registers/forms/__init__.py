"""Forms of the registers. They say what is wanted; what is right is for the services to say."""

from unionlaw.registers.forms.employers import ContactForm, EmployerForm, MergeEmployersForm, RelationForm
from unionlaw.registers.forms.workers import MergeWorkersForm, NumberForm, RevealForm, WorkerForm

__all__ = [
    "ContactForm",
    "EmployerForm",
    "MergeEmployersForm",
    "MergeWorkersForm",
    "NumberForm",
    "RelationForm",
    "RevealForm",
    "WorkerForm",
]
