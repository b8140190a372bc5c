"""组织与人员: the tree, the lists and the pages of organisations and people, open to everyone who holds a post."""

from typing import Any

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from unionlaw.lib import clock
from unionlaw.lib.errors import Missing
from unionlaw.network import reach
from unionlaw.network.middleware import SESSION_KEY, open_posts
from unionlaw.network.models import Organisation, Post
from unionlaw.network.models.organisation import OrganisationQuerySet
from unionlaw.network.panels import leave_of, organisation_actions, organisation_timeline, person_actions, person_page
from unionlaw.web import policy
from unionlaw.web.views import PageView

_ORDER = {kind: position for position, kind in enumerate(Organisation.Kind.values)}
MOST_POSTS = 60


def directory_tabs(current: str) -> list[dict[str, Any]]:
    """The three ways into the directory."""
    ways = [
        ("tree", _("组织树"), "network:organisations"),
        ("list", _("组织名录"), "network:organisation_list"),
        ("people", pgettext_lazy("list", "人员"), "network:people"),
    ]
    return [{"label": label, "url": reverse(name), "current": key == current} for key, label, name in ways]


def _nodes(organisations: OrganisationQuerySet) -> list[Organisation]:
    """Open organisations with `below`, the number of those directly under each, in the order of kinds."""
    below = Count("children", filter=Q(children__closed_on__isnull=True))
    found = list(organisations.open().order_by("pk").annotate(below=below))
    for node in found:
        node.branches = None  # type: ignore[attr-defined]  # not unfolded
    return sorted(found, key=lambda node: _ORDER[node.kind])


@policy.right("organisation.view")
class Tree(PageView):
    """The tree, unfolded down to one organisation (`?at=`): by default the reader's own."""

    template_name = "network/tree.html"
    title = gettext_lazy("组织与人员")

    @cached_property
    def lineage(self) -> list[int]:
        asked = self.request.GET.get("at", "")
        if asked.isascii() and asked.isdigit() and len(asked) < 19:
            at = Organisation.objects.visible_to(self.actor).filter(pk=int(asked)).first()
        else:
            own = self.actor.organisation
            at = own.attached_to or own
        return at.lineage if at else []

    def get_context(self, **extra: Any) -> dict[str, Any]:
        rows = Organisation.objects.visible_to(self.actor)
        roots = Q(parent=None, kind=Organisation.Kind.CITY_UNION)
        by_parent: dict[int | None, list[Organisation]] = {}
        for node in _nodes(rows.filter(Q(parent__in=self.lineage) | roots)):
            by_parent.setdefault(node.parent_id, []).append(node)
        for nodes in by_parent.values():
            for node in nodes:
                if node.pk in self.lineage:
                    node.branches = by_parent.get(node.pk, [])  # type: ignore[attr-defined]
        beside = [Organisation.Kind.LAW_FIRM, *Organisation.PARTNERS]
        counts = dict(rows.open().filter(kind__in=beside).order_by().values_list("kind").annotate(Count("pk")))
        return super().get_context(
            nodes=by_parent.get(None, []),
            at=self.lineage[-1] if self.lineage else None,
            beside=[(kind.value, kind.label, counts[kind]) for kind in beside if counts.get(kind)],
            tabs=directory_tabs("tree"),
            may_found=self.actor.may("organisation.change"),
            **extra,
        )


@policy.right("organisation.view")
def branch(request: HttpRequest, pk: int) -> HttpResponse:
    """One line of the tree, unfolded or (`?folded=1`) folded again: swapped in by htmx."""
    rows = Organisation.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    found = _nodes(rows.filter(pk=pk))
    if not found:
        raise Missing
    node = found[0]
    if not request.GET.get("folded"):
        node.branches = _nodes(rows.filter(parent=node))  # type: ignore[attr-defined]
    return TemplateResponse(request, "network/node.html", {"node": node})


@policy.right("organisation.view")
class OrganisationPage(PageView):
    """One organisation: where it stands, how to reach it, who serves there, what became of it."""

    template_name = "network/organisation.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        rows = Organisation.objects.visible_to(self.actor).select_related("parent", "attached_to", "merged_into")
        organisation = get_object_or_404(rows, pk=self.kwargs["pk"])
        today = clock.today()
        posts = Post.objects.visible_to(self.actor).open(on=today).filter(organisation=organisation)
        posts = posts.select_related("user", "deputy__user").order_by("role", "user__display_name")
        serving = list(posts[: MOST_POSTS + 1])
        ancestors = {o.pk: o for o in Organisation.objects.filter(pk__in=organisation.lineage[:-1])}
        facts = [
            (_("类型"), organisation.get_kind_display()),
            (_("所服务的工会"), organisation.attached_to),
            (_("行政区划代码"), organisation.region_code),
            (_("编号代字"), organisation.number_prefix),
            (_("地址"), organisation.address),
            (_("公开电话"), organisation.phone),
            (_("服务时间"), organisation.hours),
            (_("成立日期"), organisation.opened_on and organisation.opened_on.isoformat()),
        ]
        left_out = set() if organisation.attached_to else {_("所服务的工会")}
        return super().get_context(
            title=organisation.name,
            organisation=organisation,
            ancestors=[ancestors[pk] for pk in organisation.lineage[:-1] if pk in ancestors],
            facts=[(term, value) for term, value in facts if term not in left_out],
            serving=serving[:MOST_POSTS],
            more_serving=len(serving) > MOST_POSTS,
            children=_nodes(Organisation.objects.visible_to(self.actor).filter(parent=organisation)),
            attached=_nodes(Organisation.objects.visible_to(self.actor).filter(attached_to=organisation)),
            entries=organisation_timeline(organisation),
            actions=organisation_actions(organisation, self.actor),
            **extra,
        )


@policy.right("organisation.view")
class PersonPage(PageView):
    """One person and their posts; to administrators also the account."""

    template_name = "network/person.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        posts = Post.objects.select_related("organisation__attached_to", "deputy__user").order_by("-starts_on", "-pk")
        people = reach.people(self.actor).prefetch_related(Prefetch("posts", posts))
        person = get_object_or_404(people, pk=self.kwargs["pk"])
        return super().get_context(
            person=person,
            title=str(person),
            actions=person_actions(person, self.actor, today=clock.today()),
            leave=leave_of(person, self.actor, today=clock.today()),
            **person_page(person, self.actor, today=clock.today()),
            **extra,
        )


@policy.signed_in("one's own posts")
@require_POST
def act_as(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own open posts from now on. Any other post is as good as none (404)."""
    wanted = request.POST.get("post", "")
    posts = open_posts(request.user)  # type: ignore[arg-type]
    chosen = next((post for post in posts if str(post.pk) == wanted), None)
    if chosen is None:
        raise Missing
    request.session[SESSION_KEY] = chosen.pk
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    return HttpResponseRedirect(target)
