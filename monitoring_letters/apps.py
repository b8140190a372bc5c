from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringLettersConfig(AppConfig):
    name = "monitoring_letters"
    label = "monitoring_letters"
    verbose_name = _("一函两书")
