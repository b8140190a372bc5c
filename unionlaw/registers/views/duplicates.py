"""What registering and merging workers and employers have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.translation import gettext_lazy

from unionlaw.lib.errors import Invalid
from unionlaw.registers import lookups
from unionlaw.web.views import FormActionView


class ShowsDuplicates(FormActionView):
    """A form that shows once who may be registered already; its box lets the form pass."""

    duplicates: list[lookups.Option] = []

    def refuse(self, form: Any, duplicates: list[lookups.Option], why: str) -> None:
        """Raises Invalid where there are any."""
        if duplicates:
            self.duplicates = duplicates
            form.ask_for_duplicates()
            raise Invalid(why, field="not_duplicate")

    def show(self, form: Any, *, status: int = 200, **extra: Any) -> HttpResponse:
        if "not_duplicate" in form.data:
            form.ask_for_duplicates()
        return super().show(form, status=status, duplicates=self.duplicates, **extra)


class Merge(FormActionView):
    """Another registration goes into this one. A page names `service` and says what follows."""

    title = gettext_lazy("合并重复的登记")
    submit_label = gettext_lazy("合并")
    success_message = gettext_lazy("已合并。")
    danger = True
    service: ClassVar[Callable[..., Any]]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def perform(self, form: Any) -> Any:
        return type(self).service(
            keep_id=self.object.pk,
            drop_id=form.cleaned_data["drop"].pk,
            reason=form.cleaned_data["reason"],
            by=self.actor,
            at=self.at,
        )
