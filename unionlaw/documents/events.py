"""What can happen to the papers of a matter."""

from django.utils.translation import gettext_lazy as _

from unionlaw.matters.vocabulary import EventType, declare

declare(
    EventType(
        "document.added",
        _("上传文件"),
        sentence=_("《%(title)s》"),
        data={"title": str, "document_id": int},
    ),
    EventType(
        "document.withdrawn",
        _("撤下文件"),
        sentence=_("《%(title)s》"),
        data={"title": str, "document_id": int},
    ),
)
