"""What every change of organisations, people and posts has in common: reach, reason, constraints in words, record."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.accounts.models import User
from unionlaw.lib.errors import Invalid, Refused
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, OrganisationChange, PersonChange, Post


def day(at: datetime) -> date:
    """The day of `at` in the project's time zone."""
    return timezone.localtime(at).date()


def said(reason: str) -> str:
    """`reason` without surrounding space. Raises Invalid when nothing or too much was written."""
    reason = reason.strip()
    if not reason:
        raise Invalid(_("请写明理由。"), field="reason")
    if len(reason) > 500:
        raise Invalid(_("理由最多500个字。"), field="reason")
    return reason


def reaches(by: Actor, organisation: Organisation) -> bool:
    """Whether `organisation` stands in the tree below the actor's own, or works for a union that does."""
    if by.is_system:
        return True
    if by.post is None:
        return False
    union = organisation.attached_to or organisation
    return by.post.organisation_id in union.lineage


def require_reach(by: Actor, *organisations: Organisation) -> None:
    """Raises Refused unless the actor's office extends to all of `organisations`."""
    for organisation in organisations:
        if not reaches(by, organisation):
            raise Refused(
                _("%(name)s不在%(own)s管理的范围内，请由其上级的管理员办理。")
                % {"name": organisation.name, "own": by.organisation}
            )


def require_person(by: Actor, user: User, at: datetime) -> None:
    """Raises Refused when the person is the actor, or holds a post outside the actor's reach."""
    if by.user and by.user.pk == user.pk:
        raise Refused(_("不能办理本人的账号和岗位，请由另一名管理员办理。"))
    if by.is_system:
        return
    posts = Post.objects.filter(user=user).filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=day(at)))
    for post in posts.select_related("organisation__attached_to"):
        require_reach(by, post.organisation)


@contextmanager
def worded(model: type[models.Model], fields: Mapping[str, str]) -> Iterator[None]:
    """Turn a violated constraint of `model` into Invalid, in the constraint's own words.

    Args:
        fields: name of a constraint -> the form field its message belongs beside; others concern the whole form.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        for constraint in model._meta.constraints:
            if constraint.name == name and constraint.violation_error_message:
                raise Invalid(str(constraint.violation_error_message), field=fields.get(name, "")) from error
        raise


def clean(instance: models.Model, *fields: str) -> None:
    """Raises Invalid with a message for each of `fields` that its column does not take."""
    left_out = {field.name for field in instance._meta.fields} - set(fields)
    try:
        instance.clean_fields(exclude=left_out)
    except ValidationError as error:
        raise Invalid(error.message_dict) from error


def record_organisation(
    organisation: Organisation, what: str, *, by: Actor, at: datetime, reason: str = "", **data: Any
) -> OrganisationChange:
    """Write down what was done to an organisation."""
    return OrganisationChange.objects.create(
        organisation=organisation,
        what=what,
        at=at,
        by_user=by.user,
        by_post=by.post,
        job=by.job,
        reason=reason,
        data={"version": organisation.version, **data},
    )


def record_person(
    user: User | None, what: str, *, by: Actor, at: datetime, reason: str = "", **data: Any
) -> PersonChange:
    """Write down what was done to a person's account or posts."""
    return PersonChange.objects.create(
        user=user, what=what, at=at, by_user=by.user, by_post=by.post, job=by.job, reason=reason, data=data
    )
