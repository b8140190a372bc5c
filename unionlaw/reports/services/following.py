"""What people set up follows them into another post, reports of an organisation into the one it merged into."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import F, QuerySet

from unionlaw.reports.models import Computation, Delivery, Layout, Output, PivotView

ALIKE = ("organisation_id", "layout_id", "length", "form", "to_post_id")
"""What two running deliveries may not have in common altogether."""


def take_over(kept_id: int, dropped_id: int) -> None:
    """After organisation `dropped_id` merged into `kept_id`: its layouts and pivots are the kept one's, what is sent
    of it is sent of the kept one, files in line are made of the kept one. Files and frozen reports stay as they are."""
    own = Layout.objects.filter(organisation=dropped_id, retired_on=None)
    own.update(organisation=kept_id, version=F("version") + 1)
    PivotView.objects.filter(organisation=dropped_id).update(organisation=kept_id)
    _move(Delivery.objects.running().filter(organisation=dropped_id), organisation_id=kept_id)
    Output.objects.in_line().filter(organisation=dropped_id, report=None, facts={}).update(organisation=kept_id)


def hand_on(posts: Mapping[int, int]) -> None:
    """After posts were succeeded by others of the same people: they receive what was sent to the old ones, answer for
    what these set up and asked for, and keep their files and pivots. A pivot whose name is taken there stays behind."""
    for old_id, new_id in posts.items():
        Delivery.objects.running().filter(made_by=old_id).update(made_by=new_id)
        _move(Delivery.objects.running().filter(to_post=old_id), to_post_id=new_id)
        Output.objects.filter(asked_by=old_id).update(asked_by=new_id)
        Computation.objects.in_line().filter(asked_by=old_id).update(asked_by=new_id)
        taken = PivotView.objects.filter(post=new_id).values("name")
        PivotView.objects.filter(post=old_id).exclude(name__in=taken).update(post=new_id)


def _move(deliveries: QuerySet[Delivery], **columns: int) -> None:
    """Let deliveries go on with another organisation or receiver. Where the same goes there already, the old one stays
    as it is and is ended on its day, with its reason (deliveries.send_due)."""
    for delivery in deliveries.select_for_update(of=("self",)).order_by("pk"):
        wanted = {name: getattr(delivery, name) for name in ALIKE} | columns
        if not Delivery.objects.running().filter(**wanted).exists():
            Delivery.objects.filter(pk=delivery.pk).update(**columns)
