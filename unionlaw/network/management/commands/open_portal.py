"""The first union and its three administrators: what a new installation needs before anyone can work in it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from unionlaw.lib import clock
from unionlaw.lib.errors import DomainError
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role
from unionlaw.network.services import organisations, people

OFFICES = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


class Command(BaseCommand):
    help = "Found the city union and its three administrators; prints their first passwords once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("union", help="full name of the city union")
        parser.add_argument("--short-name", default="")
        parser.add_argument("--number-prefix", default="", help="what its numbers begin with")
        parser.add_argument("--region-code", default="")
        for office in OFFICES:
            option = office.value.replace("_", "-")
            parser.add_argument(f"--{option}", required=True, metavar="USERNAME:NAME", help="who holds this office")

    def handle(self, **options: Any) -> None:
        if Organisation.objects.exists():
            raise CommandError(_("系统里已有组织；其余组织和人员由管理员在页面上设立。"))
        by, at = Actor.system("open_portal"), clock.now()
        try:
            with transaction.atomic():
                union = organisations.found_organisation(
                    kind=Organisation.Kind.CITY_UNION,
                    name=options["union"],
                    short_name=options["short_name"],
                    number_prefix=options["number_prefix"],
                    region_code=options["region_code"],
                    by=by,
                    at=at,
                )
                made = [self._appoint(union, office, options[office.value], by, at) for office in OFFICES]
        except DomainError as error:
            raise CommandError(error.message) from error
        for office, person in zip(OFFICES, made, strict=True):
            self.stdout.write(f"{office.label}\t{person.user.username}\t{person.password}")

    def _appoint(self, union: Organisation, office: Role, given: str, by: Actor, at: Any) -> people.NewPerson:
        username, sign, name = given.partition(":")
        if not sign:
            raise CommandError(_("请按“用户名:姓名”填写，例如 chen.yi:陈一。"))
        person = people.create_person(username=username, display_name=name, by=by, at=at)
        people.appoint(
            user=person.user,
            organisation=union,
            role=office,
            starts_on=clock.today(),
            by=by,
            at=at,
        )
        return person
