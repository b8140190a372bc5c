"""`manage.py api_token USER`: print a new API token, alone on standard output."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from knox.models import AuthToken

DAYS = 90


class Command(BaseCommand):
    help = "Print a new API token for a user. Only its hash is stored: it cannot be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="the user name")
        parser.add_argument("--days", type=int, default=DAYS, help=f"how long it is valid ({DAYS})")
        parser.add_argument("--revoke", action="store_true", help="end all tokens of the user instead")

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model()
        try:
            user = users.objects.get_by_natural_key(options["user"])
        except users.DoesNotExist:
            raise CommandError(f"There is no user {options['user']!r}.") from None
        if options["revoke"]:
            ended, _each = AuthToken.objects.filter(user=user).delete()
            self.stderr.write(f"{ended} tokens ended.")
            return
        if not user.is_active:
            raise CommandError(f"{options['user']!r} is not active.")
        if options["days"] < 1:
            raise CommandError("--days is at least 1.")
        _token, text = AuthToken.objects.create(user, expiry=timedelta(days=options["days"]))
        self.stdout.write(text)
