"""The site's virus scanner, when it has one."""

import logging
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Invalid

log = logging.getLogger(__name__)


def scan(path: Path) -> None:
    """Have `settings.UPLOAD_SCANNER` look at the file: a function of a Path that gives the virus's name, or "".

    Fails closed: when a scanner is configured and does not answer, the file is not kept.

    Raises Invalid when something was found or the scanner failed.
    """
    if not settings.UPLOAD_SCANNER:
        return
    try:
        found = import_string(settings.UPLOAD_SCANNER)(path)
    except Exception:
        log.exception("The virus scanner failed; the upload was refused.")
        raise Invalid(_("暂时无法查毒，文件没有保存。请过几分钟再试，或者告诉系统管理员。"), field="files") from None
    if found:
        log.warning("The virus scanner found %s in an upload.", found)
        raise Invalid(_("文件里发现病毒，没有保存。请先在自己的电脑上杀毒。"), field="files")
