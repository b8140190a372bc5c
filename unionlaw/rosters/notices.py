"""What heads are told of groups."""

from django.utils.translation import gettext_lazy as _

from unionlaw.notices.kinds import NoticeKind, declare


def join() -> None:
    """Declare the kinds at start-up."""
    declare(
        NoticeKind(
            "roster.reported_up",
            _("群体争议%(number)s，%(people)s人"),
            _("十人以上有共同请求，已列为优先办理，请关注。"),
            label=_("群体争议"),
        ),
    )
