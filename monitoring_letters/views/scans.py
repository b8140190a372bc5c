"""Acting on a letter with a scan chosen in the same form: both are kept, or neither."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import transaction

from monitoring_letters.views.base import LetterAction
from unionlaw.documents import services as documents
from unionlaw.documents.models import Document
from unionlaw.lib.errors import Invalid


class ScanAction(LetterAction):
    """A verb whose form has a `scan`; the service gets the kept paper as `document`."""

    scan_kind: ClassVar[str] = Document.Kind.EVIDENCE

    def scan_title(self, form: Any) -> str:
        """What the paper is called in the folder."""
        return ""

    @transaction.atomic
    def perform(self, form: Any) -> Any:
        document = self._keep(form)
        return type(self).service(
            **{self.id_name: self.matter.pk},
            # Keeping the scan is an event of the matter too.
            version=self.version + 1 if document else self.version,
            document=document,
            by=self.actor,
            at=self.at,
            **self.arguments(form),
        )

    def _keep(self, form: Any) -> Document | None:
        scan = form.cleaned_data.get("scan")
        if not scan:
            return None
        try:
            return documents.add_document(
                matter_id=self.matter.pk, upload=scan, kind=self.scan_kind, title=self.scan_title(form), by=self.actor,
                at=self.at,
            )  # fmt: skip
        except Invalid as error:
            said = [message for messages in error.errors.values() for message in messages]
            raise Invalid({"scan": said}) from error
