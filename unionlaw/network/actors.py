"""Who acts: a person in a post, or a named job of the system."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from unionlaw.lib.errors import Refused
from unionlaw.lib.wording import listed
from unionlaw.network import rights
from unionlaw.network.roles import TREE_READERS, Role

if TYPE_CHECKING:
    from unionlaw.accounts.models import User
    from unionlaw.network.models import Organisation, Post


@dataclass(frozen=True, slots=True)
class Actor:
    """The one on whose behalf a service works.

    Args:
        user: the person, or None for the system.
        post: the open post they act in now, or None when they hold none.
        job: names the job when the system acts by itself; such an actor may do everything.
    """

    user: "User | None"
    post: "Post | None"
    job: str = ""

    @classmethod
    def system(cls, job: str) -> "Actor":
        """The system at work on `job`, for instance "seed_demo"."""
        return cls(user=None, post=None, job=job)

    @property
    def is_system(self) -> bool:
        return bool(self.job)

    @property
    def role(self) -> Role | None:
        return Role(self.post.role) if self.post else None

    @property
    def organisation(self) -> "Organisation | None":
        return self.post.organisation if self.post else None

    @property
    def name(self) -> str:
        if self.user:
            return self.user.display_name or self.user.username
        return self.job

    @property
    def is_outside(self) -> bool:
        """Whether this actor serves a partner organ: they see how a matter goes, not how the union weighs it."""
        return self.organisation is not None and self.organisation.is_partner

    @property
    def reads_tree(self) -> bool:
        """Whether this actor sees all that their organisation and those below it hold."""
        return self.role in TREE_READERS

    @property
    def viewer_keys(self) -> list[str]:
        """The keys under which something can have been granted to this actor (see matters.Grant)."""
        if not self.post:
            return []
        return [
            f"post:{self.post.pk}",
            f"organisation:{self.post.organisation_id}",
            f"person:{self.post.user_id}",
        ]

    def may(self, code: str) -> bool:
        """Whether the role of this actor has the right `code`. Raises LookupError for an unknown right."""
        right = rights.get(code)
        return self.is_system or (self.post is not None and self.post.role in right.roles)

    def refusal(self, code: str) -> str:
        """Why this actor may not do `code`, or "" if they may."""
        if self.may(code):
            return ""
        right = rights.get(code)
        if not self.post:
            return _("您目前没有任何在任岗位，请联系系统管理员。")
        return _("“%(right)s”需要%(roles)s岗位，您现在的岗位是%(role)s。") % {
            "right": right.label,
            "roles": listed(role.label for role in Role if role in right.roles) or "—",
            "role": Role(self.post.role).label,
        }

    def require(self, code: str) -> None:
        """Raises Refused with the reason unless this actor may do `code`."""
        if reason := self.refusal(code):
            raise Refused(reason)
