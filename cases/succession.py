"""A lawyer whose firm merged into another goes on with their cases in the new post."""

from collections.abc import Mapping

from cases.models import AidCase, Assignment
from unionlaw.matters.models.matter import LIVE_PHASES


def hand_on(posts: Mapping[int, int]) -> None:
    """After posts were succeeded by others of the same people: live cases are assigned to the new post.

    Closed ones keep naming the post in which they were done.
    """
    answers = (Assignment.Answer.PENDING, Assignment.Answer.ACCEPTED)
    for old_id, new_id in posts.items():
        AidCase.objects.filter(lawyer=old_id, matter__phase__in=LIVE_PHASES).update(lawyer=new_id)
        open_assignments = Assignment.objects.filter(lawyer=old_id, answer__in=answers)
        open_assignments.filter(case__matter__phase__in=LIVE_PHASES).update(lawyer=new_id)
