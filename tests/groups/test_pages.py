"""The pages of groups as people meet them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.domain.people import GroupRole, Reader
from forum.groups import actions, queries
from forum.groups.forms import InvitationForm
from forum.infra.clock import SetClock
from tests.factories.accounts import moderator, person, signed_in
from tests.factories.groups import group, hidden_group, joining, member, show
from tests.factories.shows import episode_row, imported, show_file

PAGES = ("", "/join", "/rules", "/members", "/requests", "/settings", "/invitations")


def statuses(client: FlaskClient, slug: str) -> dict[str, int]:
    return {page or "/": client.get(f"/g/{slug}{page}").status_code for page in PAGES}


def test_a_hidden_group_is_missing_on_every_page(app: Flask) -> None:
    ann, ben = person("ann"), person("ben")
    hidden_group(ann)
    for client in (app.test_client(), signed_in(app, ben)):
        assert set(statuses(client, "attic").values()) == {404}
        assert statuses(client, "no-such-group") == statuses(client, "attic")
        for form in ("join", "leave", "rules", "settings", "invitations", "shows", "episodes/1", "requests/1"):
            assert client.post(f"/g/attic/{form}", data={}).status_code in (401, 404), form
        assert "Attic" not in client.get("/groups").text
    assert set(statuses(signed_in(app, ann), "attic").values()) == {200}
    assert set(statuses(signed_in(app, moderator()), "attic").values()) == {200}


def test_each_page_asks_for_its_own_right(app: Flask) -> None:
    ann = person("ann")
    group_id = group(ann, rules="Be kind")
    wanted = {"requests": GroupRole.MODERATOR, "invitations": GroupRole.MODERATOR, "settings": GroupRole.MODERATOR}
    for rank, role in enumerate(GroupRole):
        client = signed_in(app, member(group_id, person(f"a-{role.value}"), role))
        for page, least in wanted.items():
            expected = 200 if rank >= list(GroupRole).index(least) else 403
            assert client.get(f"/g/binge-club/{page}").status_code == expected, (role, page)
    stranger = app.test_client()
    assert statuses(stranger, "binge-club") == {
        "/": 200, "/join": 200, "/rules": 200, "/members": 200, "/requests": 401, "/settings": 401, "/invitations": 401
    }  # fmt: skip  # rows of a table


def test_a_listed_group_by_request_shows_its_door_and_nothing_behind_it(app: Flask) -> None:
    ann, ben = person("ann"), person("ben")
    group(ann, joining="request", questions="Why us?", description="We watch **slowly**.")
    client = signed_in(app, ben)
    page = client.get("/g/binge-club")
    assert page.status_code == 200
    assert "What is said here is for members." in page.text
    assert "<strong>slowly</strong>" in page.text
    assert client.get("/g/binge-club/members").status_code == 403
    assert "Why us?" in client.get("/g/binge-club/join").text


def test_starting_a_group_keeps_what_was_typed(app: Flask) -> None:
    client = signed_in(app, person("ann"))
    typed = {"name": "Slow Burners", "slug": "Not A Slug!", "description": "Quiet people", "visibility": "listed"}
    refused = client.post("/groups/new", data={**typed, "joining": "open"})
    assert refused.status_code == 422
    assert 'value="Slow Burners"' in refused.text
    assert "Quiet people" in refused.text
    lines = {"questions": "Who are you?\r\nAnd why?", "rules": "One\r\nTwo"}
    listed = client.post("/groups/new", data={**typed, **lines, "joining": "open"}).text
    assert re.findall(r'<textarea id="f-(?:questions|rules)"[^>]*>([^<]*)</textarea>', listed) == [
        "\nWho are you?\r\nAnd why?",
        "\nOne\r\nTwo",
    ]
    made = client.post("/groups/new", data={**typed, "slug": "", "joining": "open", "rules": "One\nTwo"})
    assert (made.status_code, made.location) == (303, "/g/slow-burners/settings")
    rules = client.get("/g/slow-burners/rules").text
    assert "<li>One</li><li>Two</li>" in rules


def test_a_stranger_is_asked_to_sign_in(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert client.get("/groups/new").status_code == 401
    assert client.post("/groups/new", data={"name": "Mine"}).status_code == 401
    group(person("ann"))
    assert client.post("/g/binge-club/join", data={}).status_code == 401


def test_joining_an_open_group_with_rules(app: Flask) -> None:
    group(person("ann"), rules="Be kind")
    client = signed_in(app, person("ben"))
    refused = client.post("/g/binge-club/join", data={"rules_version": "1"})
    assert refused.status_code == 422
    assert "Please read the rules and tick the box." in refused.text
    assert client.post("/g/binge-club/join", data={"rules_version": "1", "accept": "true"}).status_code == 303
    watching = app.test_client()
    assert "/u/ben" in watching.get("/g/binge-club/members").text
    assert client.post("/g/binge-club/leave").status_code == 303
    assert "/u/ben" not in watching.get("/g/binge-club/members").text


def test_a_request_from_asking_to_answer(app: Flask) -> None:
    ann, ben = person("ann"), person("ben")
    group(ann, joining="request", questions="Why us?\nWhere from?")
    asking = signed_in(app, ben)
    half = asking.post("/g/binge-club/join", data={"answers": ["Because <b>you</b> laugh", ""]})
    assert half.status_code == 422
    assert "Because &lt;b&gt;you&lt;/b&gt; laugh" in half.text
    asking.post("/g/binge-club/join", data={"answers": ["Because <b>you</b> laugh", "Here"]})
    deciding = signed_in(app, ann)
    waiting = deciding.get("/g/binge-club/requests").text
    assert "Because &lt;b&gt;you&lt;/b&gt; laugh" in waiting
    (number,) = re.findall(r'action="/g/binge-club/requests/(\d+)"', waiting)
    unexplained = deciding.post(f"/g/binge-club/requests/{number}", data={"outcome": "declined"})
    assert unexplained.status_code == 422
    article = re.findall(r'<article class="card".*?</article>', unexplained.text, re.DOTALL)[0]
    assert 'role="alert"' in article
    long = deciding.post(f"/g/binge-club/requests/{number}", data={"outcome": "declined", "reason": "Sorry. " * 90})
    assert f'value="{"Sorry. " * 90}"' in long.text
    assert deciding.post(f"/g/binge-club/requests/{number}", data={"outcome": "approved"}).status_code == 303
    assert deciding.post(f"/g/binge-club/requests/{number}", data={"outcome": "approved"}).status_code == 409
    assert asking.get("/g/binge-club/members").status_code == 200


@pytest.mark.parametrize("number", ["2147483648", "9223372036854775807", "9" * 30])
def test_ids_of_no_size_break_anything(app: Flask, number: str) -> None:
    ann = person("ann")
    group(ann)
    client = signed_in(app, ann)
    paths = (
        f"/g/binge-club/requests/{number}",
        f"/g/binge-club/bans/{number}/lift",
        f"/g/binge-club/invitations/{number}/revoke",
        f"/g/binge-club/episodes/{number}",
    )
    for path in paths:
        assert client.post(path, data={"outcome": "approved"}).status_code == 404, path


def test_an_invitation_leads_into_a_hidden_group(app: Flask, clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = hidden_group(ann)
    token = actions.invite(ann, group_id, InvitationForm(places=1), clock.instant)
    client = signed_in(app, ben)
    assert client.get("/g/attic").status_code == 404
    page = client.get(f"/join/{token}")
    assert "You are invited to Attic" in page.text
    assert client.post(f"/join/{token}", data={}).location == "/g/attic"
    assert client.get("/g/attic").status_code == 200
    late = signed_in(app, person("eve")).get(f"/join/{token}")
    assert late.status_code == 409
    assert "<h1>That cannot be done now</h1>" in late.text
    assert "This invitation has been used up." in late.text
    assert client.get(f"/join/{'x' * 24}").status_code == 404


def test_moderators_see_and_take_back_links(app: Flask) -> None:
    ann = person("ann")
    group(ann)
    client = signed_in(app, ann)
    assert client.post("/g/binge-club/invitations", data={"places": "0", "days": "7"}).status_code == 422
    client.post("/g/binge-club/invitations", data={"places": "2", "days": "7"})
    (token,) = re.findall(r'href="/join/([\w-]+)"', client.get("/g/binge-club/invitations").text)
    (number,) = re.findall(r"/invitations/(\d+)/revoke", client.get("/g/binge-club/invitations").text)
    assert client.post(f"/g/binge-club/invitations/{number}/revoke").status_code == 303
    assert token not in client.get("/g/binge-club/invitations").text


def test_roles_and_bans_from_the_members_page(app: Flask, clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann)
    member(group_id, ben)
    client = signed_in(app, ann)
    page = client.get("/g/binge-club/members").text
    assert "/members/ben/role" in page
    assert "/members/ann/role" not in page
    assert "You are the only owner." in page
    assert client.post("/g/binge-club/members/BEN/role", data={"role": "steward"}).status_code == 303
    assert queries.group_facts(ben, group_id, clock.instant).role == GroupRole.STEWARD
    assert client.post("/g/binge-club/members/nobody/role", data={"role": "steward"}).status_code == 404
    refused = client.post("/g/binge-club/members/ben/ban", data={"days": "400", "reason": "Shouting on and on"})
    assert refused.status_code == 422
    assert "Show out ben" in refused.text
    kept = r'action="/g/binge-club/members/ben/ban">.*?name="days" value="400".*?value="Shouting on and on"'
    assert re.search(kept, refused.text, re.DOTALL)
    assert client.post("/g/binge-club/members/ben/ban", data={"days": "3", "reason": ""}).status_code == 422
    client.post("/g/binge-club/members/ben/ban", data={"days": "3", "reason": "Shouting"})
    page = client.get("/g/binge-club/members").text
    assert "Out for now" in page
    (number,) = re.findall(r"/bans/(\d+)/lift", page)
    assert client.post(f"/g/binge-club/bans/{number}/lift").status_code == 303
    assert "Out for now" not in client.get("/g/binge-club/members").text


def test_settings_and_shows(app: Flask, clock: SetClock) -> None:
    ann = person("ann")
    group(ann, description="Old words")
    show(releases=[[clock.instant + timedelta(days=2)]])
    client = signed_in(app, ann)
    assert "Old words" in client.get("/g/binge-club/settings").text
    changed = {"name": "Binge Circle", "description": "New words", "visibility": "hidden", "joining": "open"}
    assert client.post("/g/binge-club/settings", data=changed).status_code == 422
    assert client.post("/g/binge-club/settings", data={**changed, "joining": "invitation"}).status_code == 303
    assert client.post("/g/binge-club/shows", data={"show": "the-lighthouse"}).status_code == 303
    assert client.post("/g/binge-club/shows", data={"show": "no-such-show"}).status_code == 404
    page = client.get("/g/binge-club").text
    assert "Binge Circle" in page
    assert "Coming up" in page
    assert "Secret name" not in page
    assert client.post("/g/binge-club/shows/the-lighthouse/unfollow").status_code == 303


def test_a_coming_special_is_called_one(app: Flask, clock: SetClock) -> None:
    ann = person("ann")
    group(ann)
    soon = clock.instant + timedelta(days=2)
    imported(show_file("Night Boat", 9_500_002, [episode_row(1, 1, 1, soon), episode_row(2, 1, None, soon)]))
    client = signed_in(app, ann)
    client.post("/g/binge-club/shows", data={"show": "night-boat"})
    page = client.get("/g/binge-club").text
    assert sorted(re.findall(r'<span class="plate"><b>([^<]+)</b>', page)) == ["S01E01", "special"]


def test_new_rules_are_put_before_members(app: Flask) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann, rules="Be kind")
    owner, client = signed_in(app, ann), signed_in(app, member(group_id, ben))
    client.post("/g/binge-club/rules/accept", data={"rules_version": "1", "accept": "on"})
    assert "have changed" not in client.get("/g/binge-club").text
    owner.post("/g/binge-club/rules", data={"rules": "Be kind\nBe brief"})
    assert "have changed" in client.get("/g/binge-club").text
    assert client.post("/g/binge-club/rules", data={"rules": "Anarchy"}).status_code == 403
    client.post("/g/binge-club/rules/accept", data={"rules_version": "2", "accept": "on"})
    assert "have changed" not in client.get("/g/binge-club").text


def test_old_rules_can_be_read_and_are_called_old(app: Flask) -> None:
    ann = person("ann")
    group(ann, rules="Be kind")
    owner = signed_in(app, ann)
    assert "version=" not in owner.get("/g/binge-club/rules").text
    owner.post("/g/binge-club/rules", data={"rules": "Be brief"})
    now = owner.get("/g/binge-club/rules").text
    assert 'href="/g/binge-club/rules?version=1"' in now
    old = app.test_client().get("/g/binge-club/rules?version=1").text
    assert "<li>Be kind</li>" in old
    assert "These rules are old." in old
    assert (
        "Be brief" not in owner.get("/g/binge-club/rules?version=1").text
    )  # neither offered for writing nor accepting
    assert "These rules are old." not in now
    assert [owner.get(f"/g/binge-club/rules?version={n}").status_code for n in ("3", "99999999")] == [404, 404]
    assert [
        owner.get(f"/g/binge-club/rules?version={n}").text.count("Be brief") for n in ("2", "0", "-1", "x", "9" * 30)
    ] == [now.count("Be brief")] * 5


def test_fields_that_a_form_does_not_name_change_nothing(app: Flask, clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann)
    extra = {"role": "owner", "id": "1", "group_id": "9", "person_id": str(ann.id), "created_by_id": str(ben.id)}
    signed_in(app, ben).post("/g/binge-club/join", data={**extra, "accept": "true"})
    assert queries.group_facts(ben, group_id, clock.instant).role == GroupRole.MEMBER


@pytest.mark.usefixtures("app")
def test_the_index_shows_mine_first(clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group(ann, "ann-s-own")
    group(ben, "large-one")
    actions.join(ann, group(ben, "joined"), joining(), clock.instant)
    index = queries.groups_index(ann, 1, clock.instant)
    assert [card.slug for card in index.mine] == ["ann-s-own", "joined"]
    assert [(card.slug, card.members) for card in index.others] == [("large-one", 1)]
    assert queries.groups_index(Reader.stranger(), 1, clock.instant).mine == ()


@pytest.mark.parametrize(("joining", "told"), [("open", False), ("request", True), ("invitation", True)])
def test_who_cannot_simply_come_back_is_told_before_leaving(app: Flask, joining: str, told: bool) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = group(ann, joining=joining)
    page = signed_in(app, member(group_id, ben)).get("/g/binge-club/members").text
    assert 'action="/g/binge-club/leave"' in page
    assert ("you can come back only when somebody lets you in" in page) == told
