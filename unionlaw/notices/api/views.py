"""One's own notices: read, and marked as read."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from unionlaw.api.inputs import Input
from unionlaw.api.views import Listed, verb
from unionlaw.notices import lists
from unionlaw.notices.models import Notice
from unionlaw.notices.services import reading
from unionlaw.web.policy import Right


class NoticeOut(serializers.ModelSerializer[Any]):
    """A notice in words; of one whose matter its reader may not see any more only that."""

    title = serializers.CharField(source="said.title", read_only=True)
    body = serializers.CharField(source="said.body", read_only=True)
    matter = serializers.SerializerMethodField(help_text=_("所说的事项；没有或无权查看时为空"))

    class Meta:
        model = Notice
        fields = ["id", "kind", "urgency", "title", "body", "matter", "post", "created_at", "late", "read_at"]
        read_only_fields = fields

    def get_matter(self, row: Any) -> int | None:
        return row.matter_id if row.visible else None


class NoticeViewSet(Listed):
    """One's own notices, told to any of one's posts."""

    policy = Right("notice.view")
    queryset = Notice.objects.all()
    list_class = lists.Inbox
    serializer_class = NoticeOut

    def load(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("user", "post__organisation", "matter")

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        if args:
            lists.say(args[0] if kwargs.get("many") else [args[0]])
        return super().get_serializer(*args, **kwargs)

    def detail_serializer(self, row: Any) -> serializers.BaseSerializer[Any]:
        lists.say([row])
        return super().detail_serializer(row)

    mark_read = verb(
        "mark_read", reading.mark_read, Input, gives=NoticeOut, right="notice.view", label=_("标为已读"),
        operation="notices_mark_read", id_name="notice_id", path="read",
    )  # fmt: skip
