from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediationConfig(AppConfig):
    name = "mediation"
    label = "mediation"
    verbose_name = _("调解")

    def ready(self) -> None:
        from mediation import events, indicators, notices, outcomes, pages, permissions, states  # noqa: F401  declare themselves
        from mediation.services import consenting, due, mediators, sign_checks, warnings  # noqa: F401  put conditions in
        from unionlaw.matters.services.events import subscribe

        outcomes.check()
        sign_checks.check()
        # After the engine of time limits, which stands below and has joined already.
        subscribe(due.say_next_step)
        subscribe(notices.on_event)
        notices.join()
        pages.join()
        # Services that put conditions, duties or steps into the registries (actions, duties, due, views.panels).
        # One line each.
        from mediation.services import joining_agreements, joining_sessions, referral_sheet, roster

        joining_sessions.join()
        joining_agreements.join()
        roster.join()
        referral_sheet.join()
