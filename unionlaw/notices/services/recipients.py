"""Who stands above a person: whoever must hear when an urgent notice did not reach them."""

from datetime import date

from unionlaw.network.models import Organisation, Post
from unionlaw.network.roles import Role

HEADS = (Role.SUPERVISOR, Role.MANAGER)


def heads_above(post: Post, on: date) -> list[Post]:
    """Those who lead the organisation of `post` on the day `on`, the person themself left out.

    Where nobody does, those of the next organisation up the tree (of a law firm: of the union it serves). Supervisors
    go before managers. Two queries; may be empty.
    """
    organisation = Organisation.objects.select_related("attached_to").get(pk=post.organisation_id)
    line = [*(organisation.attached_to.lineage if organisation.attached_to else []), *organisation.lineage]
    held = Post.objects.open(on=on).filter(organisation__in=line, role__in=HEADS, user__is_active=True)
    found = list(held.exclude(user=post.user_id).order_by("pk"))
    for place in reversed(line):
        for role in HEADS:
            here = [head for head in found if head.organisation_id == place and head.role == role]
            if here:
                return here
    return []
