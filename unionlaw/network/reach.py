"""How far an administrator's office extends: the tree below their own organisation, and those who work for it."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from unionlaw.accounts.models import User
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, OrganisationChange, PersonChange, Post, ReadLog
from unionlaw.network.roles import ADMINISTRATORS


def everywhere(actor: Actor) -> bool:
    """Whether the office extends to all there is: the system's, or an administrator's of the union at the top."""
    if actor.is_system:
        return True
    return actor.organisation is not None and actor.organisation.parent_id is None


def within(actor: Actor, path: str = "") -> Q:
    """The condition that the organisation at `path` ("post__organisation") lies within the actor's office."""
    if everywhere(actor):
        return Q()
    if actor.organisation is None:
        return Q(pk__in=[])
    prefix = f"{path}__" if path else ""
    own = [actor.organisation.pk]
    return Q(**{f"{prefix}lineage__contains": own}) | Q(**{f"{prefix}attached_to__lineage__contains": own})


def people(actor: Actor) -> QuerySet[User]:
    """Whom the actor finds in the directory: everyone who holds or held a post; administrators also new accounts."""
    if actor.is_system or actor.role in ADMINISTRATORS:
        return User.objects.all()
    if actor.post is None:
        return User.objects.none()
    return User.objects.filter(Exists(Post.objects.filter(user=OuterRef("pk"))))


def read_log(actor: Actor) -> QuerySet[ReadLog]:
    """What was read by people within an audit administrator's office; nothing for anyone else."""
    if not actor.may("audit.view"):
        return ReadLog.objects.none()
    return ReadLog.objects.filter(within(actor, "post__organisation"))


def organisation_changes(actor: Actor) -> QuerySet[OrganisationChange]:
    """Changes of organisations within an audit administrator's office; nothing for anyone else."""
    if not actor.may("audit.view"):
        return OrganisationChange.objects.none()
    return OrganisationChange.objects.filter(within(actor, "organisation"))


def person_changes(actor: Actor) -> QuerySet[PersonChange]:
    """Changes of accounts and posts made by administrators within an audit administrator's office."""
    if not actor.may("audit.view"):
        return PersonChange.objects.none()
    return PersonChange.objects.filter(within(actor, "by_post__organisation"))


def changeable(actor: Actor) -> QuerySet[Organisation]:
    """Open organisations within the actor's office."""
    return Organisation.objects.visible_to(actor).open().filter(within(actor))
