"""Forms for what can be done with a matter of any kind."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from unionlaw.lib import clock
from unionlaw.lib.wording import bracketed
from unionlaw.matters.models import Grant, Matter
from unionlaw.matters.models.matter import Priority
from unionlaw.network.models import Organisation, Post
from unionlaw.network.roles import STAFF


class ReasonField(forms.CharField):
    """Why, in a few words."""

    def __init__(self, *, label: Any = None) -> None:
        super().__init__(label=label or _("原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class NoteForm(forms.Form):
    text = forms.CharField(label=_("备注"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class PostChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.user.display_name + bracketed(f"{obj.organisation.short_name} {obj.get_role_display()}")


def _officers(places: Collection[int]) -> QuerySet[Post]:
    """The officers in office at these organisations, those nearest to the case first."""
    open_posts = Post.objects.open(on=clock.today()).filter(organisation__in=places, role__in=STAFF)
    return open_posts.select_related("user", "organisation").order_by("-organisation__depth", "user__display_name")


class HandOverForm(forms.Form):
    to = PostChoiceField(queryset=Post.objects.none(), label=_("移交给"))
    reason = ReasonField()

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = (  # type: ignore[attr-defined]
            _officers(matter.organisation.lineage).exclude(pk=matter.owner_id or 0)
        )


class HandOverManyForm(forms.Form):
    """For several matters: whom the service refuses for one of them is said beside that one."""

    to = PostChoiceField(queryset=Post.objects.none(), label=_("移交给"))
    reason = ReasonField()

    def __init__(self, *args: Any, places: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = _officers(places)  # type: ignore[attr-defined]


class PriorityForm(forms.Form):
    priority = forms.TypedChoiceField(label=_("优先级"), choices=Priority.choices, coerce=int, widget=forms.RadioSelect)
    reason = ReasonField()


class ReferForm(forms.Form):
    to = forms.ModelChoiceField(queryset=Organisation.objects.none(), label=_("协作单位"))
    reason = ReasonField(label=_("移送事由"))

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = (  # type: ignore[attr-defined]
            Organisation.objects.open()
            .filter(kind__in=Organisation.PARTNERS, attached_to__in=matter.organisation.lineage)
            .order_by("kind", "name")
        )


class EndReferralForm(forms.Form):
    to = forms.ModelChoiceField(queryset=Organisation.objects.none(), label=_("协作单位"))
    reason = ReasonField()

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = Grant.objects.filter(matter=matter, why=Grant.Why.REFERRED_ORGAN, ended_at=None).values_list(
            "viewer_key", flat=True
        )
        self.fields["to"].queryset = Organisation.objects.filter(  # type: ignore[attr-defined]
            pk__in=[int(key.partition(":")[2]) for key in keys]
        )
