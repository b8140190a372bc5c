#!/usr/bin/env python
"""Django's command line; starts or joins the embedded servers when nothing else is configured."""

import os
import sys

WITHOUT_SERVERS = {"help", "version", "--version", "--help", "-h", "collectstatic", "messages"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionlaw.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed here. Run 'make setup', then '.venv/bin/python manage.py …'.")
    asked = {*sys.argv[1:2], *({"--help", "-h"} & set(sys.argv))}
    if asked and not asked & WITHOUT_SERVERS:
        from unionlaw.run.embedded import join_for_command, kept

        # Before the portal has ever run there is nothing to ask: due goes by the rules that are shipped.
        if "due" not in asked or kept():
            join_for_command()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
