"""Groups: starting, finding, joining, leaving, and what they say of themselves."""

from __future__ import annotations

from forum.api.answers import Answer, Made
from forum.api.asking import ListQuery
from forum.api.cursors import key_of, next_page, place_of
from forum.api.door import PREFIX
from forum.api.models.groups import Group as GroupAnswer
from forum.api.models.groups import Groups, GroupWhole, MayGroup, Members, Request, SpoilerPolicy
from forum.api.operations import operation
from forum.api.people import member
from forum.groups import actions, queries
from forum.groups.forms import AboutForm, GroupForm, JoinForm, PolicyForm, RulesForm
from forum.infra import clock
from forum.infra.web.reader import current_reader
from forum.threads.queries import policy_page

TAG = "groups"
_ABOUT = {"name": "Night Owls", "description": "For those who watch late.", "joining": "open"}
_YES = {"accept": True, "rules_version": 1, "answers": []}


@operation("GET", "/groups", tag=TAG, answer=Groups, query=ListQuery)
def list_groups(query: ListQuery) -> Answer:
    """Your groups, and the ones you could look into, the largest first."""
    number, after = place_of(query.cursor, "g", 1), key_of(query.cursor, 2)
    index = queries.groups_index(current_reader(), number, clock.now(), after=after)
    mine = index.mine if index.number == 1 else ()
    following = next_page("g", index.number, index.pages, index.following)
    return Groups(
        mine=[GroupAnswer.of(card) for card in mine],
        groups=[GroupAnswer.of(card) for card in index.others],
        next_cursor=following,
    )


@operation("GET", "/groups/<slug>", tag=TAG, answer=GroupWhole)
def get_group(slug: str) -> Answer:
    """A group with its rules, and what you may do there."""
    reader, now = current_reader(), clock.now()
    head = queries.group_head(reader, slug, now)
    rules = queries.rules(reader, head.id, now)
    return GroupWhole.of(head, group=head.card, rules=rules, may=MayGroup.model_validate(dict(head.may)))


@operation(
    "POST",
    "/groups",
    tag=TAG,
    answer=GroupWhole,
    scope="write",
    body=GroupForm,
    status=201,
    limits=("start-group",),
    example={**_ABOUT, "slug": "night-owls", "rules": ["Be kind."]},
    once=get_group,
)
def start_group(form: GroupForm) -> Made:
    """Start a group that you own. An empty `slug` is made from the name; 422 when it is taken."""
    actions.start_group(member(), form, clock.now())
    return Made(get_group(form.address), f"{PREFIX}/groups/{form.address}")


@operation(
    "PUT",
    "/groups/<slug>",
    tag=TAG,
    answer=GroupWhole,
    scope="write",
    body=AboutForm,
    limits=("amend",),
    example=_ABOUT,
)
def amend_group(slug: str, form: AboutForm) -> Answer:
    """Change name, description and door of a group; for its owners. Its address stays."""
    reader, now = member(), clock.now()
    actions.amend_group(reader, queries.group_facts(reader, slug, now).id, form, now)
    return get_group(slug)


@operation(
    "PUT",
    "/groups/<slug>/rules",
    tag=TAG,
    answer=GroupWhole,
    scope="write",
    body=RulesForm,
    limits=("amend",),
    example={"rules": ["Be kind.", "Tag spoilers."]},
)
def write_rules(slug: str, form: RulesForm) -> Answer:
    """A new version of the rules, one line each; for owners. The same lines again change nothing."""
    reader, now = member(), clock.now()
    actions.write_rules(reader, queries.group_facts(reader, slug, now).id, form, now)
    return get_group(slug)


@operation("GET", "/groups/<slug>/spoilers", tag=TAG, answer=SpoilerPolicy)
def get_policy(slug: str) -> Answer:
    """What a group asks for about spoilers, and which episodes need a tag just now."""
    page = policy_page(current_reader(), slug, clock.now())
    return SpoilerPolicy.of(page.policy, tagged=page.tagged)


@operation(
    "PUT",
    "/groups/<slug>/spoilers",
    tag=TAG,
    answer=SpoilerPolicy,
    scope="write",
    body=PolicyForm,
    limits=("change",),
    example={"opens_on": "everywhere", "tag_days": 14, "tag_days_drop": 30, "leaks": False},
)
def set_policy(slug: str, form: PolicyForm) -> Answer:
    """Ask for something else; for owners. Threads that are open stay open."""
    reader, now = member(), clock.now()
    actions.set_policy(reader, queries.group_facts(reader, slug, now).id, form, now)
    return get_policy(slug)


@operation("PUT", "/groups/<slug>/following/<show>", tag=TAG, answer=GroupWhole, scope="write", limits=("amend",))
def follow_show(slug: str, show: str) -> Answer:
    """Follow a show, named by its slug; for moderators. Its episode threads open by themselves from now on."""
    reader, now = member(), clock.now()
    actions.follow_show(reader, queries.group_facts(reader, slug, now).id, show, now)
    return get_group(slug)


@operation("DELETE", "/groups/<slug>/following/<show>", tag=TAG, answer=None, scope="write", limits=("amend",))
def unfollow_show(slug: str, show: str) -> None:
    """Follow a show no more. The threads that are there stay."""
    reader, now = member(), clock.now()
    actions.unfollow_show(reader, queries.group_facts(reader, slug, now).id, show, now)


@operation("GET", "/groups/<slug>/members", tag=TAG, answer=Members, query=ListQuery)
def list_members(slug: str, query: ListQuery) -> Answer:
    """Who belongs to a group, highest role first."""
    reader, now = current_reader(), clock.now()
    group_id = queries.group_facts(reader, slug, now).id
    number, after = place_of(query.cursor, "m", 1), key_of(query.cursor, 2)
    page = queries.members(reader, group_id, number, now, after=after)
    return Members.of(page, next_cursor=next_page("m", page.number, page.pages, page.following))


@operation(
    "PUT",
    "/groups/<slug>/membership",
    tag=TAG,
    answer=GroupWhole,
    scope="write",
    body=JoinForm,
    limits=("join",),
    example=_YES,
)
def join_group(slug: str, form: JoinForm) -> Answer:
    """Join a group with open doors. `rules_version` is the version of the rules that you accept."""
    reader, now = member(), clock.now()
    actions.join(reader, queries.group_facts(reader, slug, now).id, form, now)
    return get_group(slug)


@operation("DELETE", "/groups/<slug>/membership", tag=TAG, answer=None, scope="write", limits=("join",))
def leave_group(slug: str) -> None:
    """Leave a group. What you wrote stays. The last owner cannot leave."""
    reader, now = member(), clock.now()
    actions.leave(reader, queries.group_facts(reader, slug, now).id, now)


@operation(
    "POST",
    "/groups/<slug>/requests",
    tag=TAG,
    answer=Request,
    scope="write",
    body=JoinForm,
    status=201,
    limits=("join",),
    example={**_YES, "answers": ["Because of the finale."]},
    once=True,
)
def ask_to_join(slug: str, form: JoinForm) -> Made:
    """Ask to join a group, with answers to its questions. Asked twice is asked once."""
    reader, now = member(), clock.now()
    number = actions.request_to_join(reader, queries.group_facts(reader, slug, now).id, form, now)
    return Made(Request(id=number), f"{PREFIX}/groups/{slug}")


@operation("DELETE", "/groups/<slug>/requests", tag=TAG, answer=None, scope="write", limits=("join",))
def withdraw_request(slug: str) -> None:
    """Take your waiting request back."""
    reader, now = member(), clock.now()
    actions.withdraw_request(reader, queries.group_facts(reader, slug, now).id, now)
