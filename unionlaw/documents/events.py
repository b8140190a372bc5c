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
    EventType(
        "paper.issued",
        _("制发文书"),
        sentence=_("《%(title)s》%(number)s"),
        data={"title": str, "number": str, "document_id": int, "sealed": bool},
    ),
    EventType(
        "paper.corrected",
        _("更正文书"),
        sentence=_("《%(title)s》%(number)s，替代%(former)s"),
        data={"title": str, "number": str, "former": str, "document_id": int, "sealed": bool},
    ),
)
