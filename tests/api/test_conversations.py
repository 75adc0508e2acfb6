"""Threads and posts: lists, walks, writing once, and what readers do with a post."""

from __future__ import annotations

from tests.api.conftest import CANARY, Caller, World
from tests.factories import posts


def walk(caller: Caller, thread_id: int, between: list[int] | None = None, world: World | None = None) -> list[int]:
    """The positions met on a walk; before each further step somebody writes one more post."""
    met: list[int] = []
    path = f"/threads/{thread_id}"
    while path:
        answer = caller.get(path)
        met += [one["position"] for one in answer.json["posts"]]
        if between and world:
            posts.post(world.ann, thread_id, f"Number {between.pop()}.")
        following = answer.json["next_cursor"]
        path = f"/threads/{thread_id}?cursor={following}" if following else ""
    return met


def test_a_walk_meets_each_post_once_while_people_write(world: World) -> None:
    posts.many_posts(world.ann, world.talk_id, 49)
    caller = world.by(world.ben)
    assert walk(caller, world.talk_id) == list(range(1, 51))
    assert walk(caller, world.talk_id, list(range(20)), world) == list(range(1, 53))


def test_the_link_header_leads_on(world: World) -> None:
    posts.many_posts(world.ann, world.talk_id, 30)
    answer = world.by().get(f"/threads/{world.talk_id}")
    address = answer.headers["Link"].partition(">")[0].removeprefix("</api/v1")
    rest = world.by().get(address)
    assert [one["position"] for one in rest.json["posts"]] == list(range(21, 32))
    assert "Link" not in rest.headers


def test_cursors_of_other_lists_are_refused(world: World) -> None:
    posts.many_posts(world.ann, world.talk_id, 30)
    foreign = world.by().get(f"/threads/{world.talk_id}").json["next_cursor"]
    for path in ("/shows", "/groups", "/groups/binge-club/threads", "/groups/binge-club/members"):
        answer = world.by().get(f"{path}?cursor={foreign}")
        assert (answer.status_code, answer.json["errors"]) == (422, {"cursor": ["unreadable"]})


def test_the_list_of_a_group(world: World) -> None:
    found = world.by(world.ben).get("/groups/binge-club/threads").json["threads"]
    outside = next(one for one in found if one["id"] == world.thread_id)
    assert (outside["outcome"], outside["post_count"], outside["unread"]) == ("click", None, 0)
    assert outside["sensitive"] is True
    only = world.by(world.ben).get("/groups/binge-club/threads?kind=open").json["threads"]
    assert [one["title"] for one in only] == ["All sorts"]


def test_a_sensitive_thread_brings_its_notice_with_it(world: World) -> None:
    path = f"/threads/{world.thread_id}"
    for answer in (world.by().get(path, {"Accept-Language": "en-GB"}), world.by().get(f"/posts/{world.post_id}")):
        assert answer.json["notice"]["topics"] == ["suicide"]
    british = world.by().get(path, {"Accept-Language": "en-GB"}).json["notice"]
    assert (british["country"], british["emergency"][0], british["fallback"]) == ("GB", "999", False)
    nowhere = world.by().get(path, {"Accept-Language": "en"}).json["notice"]
    assert (nowhere["country"], nowhere["lines"], nowhere["emergency"], nowhere["fallback"]) == (None, [], [], True)
    assert world.by().get(f"/threads/{world.talk_id}").json["notice"] is None


def test_a_reply_is_answered_with_the_post(world: World) -> None:
    caller = world.by(world.ben)
    answer = caller.post(
        f"/threads/{world.talk_id}/posts", {"body": "**Yes.**", "reply_to": world.talk_post_id, "cover": "thread"}
    )
    made = answer.json["post"]
    assert (answer.status_code, made["body_text"], made["mine"]) == (201, "Yes.", True)
    assert (made["reply_to"]["id"], made["reply_to"]["author"]["handle"]) == (world.talk_post_id, "ann")
    assert caller.get(answer.headers["Location"].removeprefix("/api/v1")).json["post"] == made


def test_a_refused_text_says_where(world: World) -> None:
    answer = world.by(world.ben).post(f"/threads/{world.talk_id}/posts", {"body": "[spoiler S99E99]x[/spoiler]"})
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["body"]


def test_sent_again_with_its_key_it_is_done_once(world: World) -> None:
    caller, path = world.by(world.ben), f"/threads/{world.talk_id}/posts"
    first = caller.post(path, {"body": "Once."}, Idempotency_Key="abc-1")
    again = caller.post(path, {"body": "Once."}, Idempotency_Key="abc-1")
    assert (first.status_code, again.status_code, again.json) == (201, 201, first.json)
    assert again.headers["Location"] == first.headers["Location"]
    other = caller.post(path, {"body": "Twice."}, Idempotency_Key="abc-1")
    assert (other.status_code, other.json["type"]) == (409, "urn:watercooler:submission-key-used")
    elsewhere = caller.post(f"/threads/{world.thread_id}/posts", {"body": "Once."}, Idempotency_Key="abc-1")
    assert elsewhere.status_code == 409
    theirs = world.by(world.max).post(path, {"body": "Once."}, Idempotency_Key="abc-1")
    assert theirs.json["post"]["id"] != first.json["post"]["id"]
    assert caller.get(f"/threads/{world.talk_id}").json["post_count"] == 3


def test_keys_of_requests_are_short_and_plain(world: World) -> None:
    for key in (" ", "x" * 65, "a b", "\xe9"):
        answer = world.by(world.ben).post(f"/threads/{world.talk_id}/posts", {"body": "Once."}, Idempotency_Key=key)
        assert (answer.status_code, answer.json["errors"]) == (422, {"Idempotency-Key": ["unreadable"]})


def test_threads_are_started_once(world: World) -> None:
    caller = world.by(world.ben)
    form = {
        "kind": "theory",
        "title": "The clock",
        "body": "It runs backwards.",
        "show": world.show.slug,
        "scope": "S01E01",
    }
    first = caller.post("/groups/binge-club/threads", form, Idempotency_Key="t1")
    assert (first.status_code, first.json["title"], len(first.json["posts"])) == (201, "The clock", 1)
    assert first.headers["Location"] == f"/api/v1/threads/{first.json['id']}"
    assert caller.post("/groups/binge-club/threads", form, Idempotency_Key="t1").json["id"] == first.json["id"]
    assert world.by(world.eve).post("/groups/binge-club/threads", form).status_code == 403


def test_edits_need_the_newest_version(world: World) -> None:
    caller, path = world.by(world.ann), f"/posts/{world.talk_post_id}"
    source = caller.get(f"{path}/source").json
    assert "[spoiler" in source["source"]
    amended = caller.put(path, {"body": "Other words.", "version": source["version"]})
    assert (amended.status_code, amended.json["post"]["version"]) == (200, 2)
    late = caller.put(path, {"body": "Late words.", "version": source["version"]})
    assert (late.status_code, late.json["type"]) == (409, "urn:watercooler:edited-meanwhile")
    assert [one["version"] for one in caller.get(f"{path}/history").json["revisions"]] == [2, 1]


def test_the_source_is_the_authors_alone(world: World) -> None:
    for reader in (world.ben, world.max):
        answer = world.by(reader).get(f"/posts/{world.talk_post_id}/source")
        assert (answer.status_code, answer.json["type"]) == (403, "urn:watercooler:authors-only")


def test_a_withdrawn_post_has_no_words(world: World) -> None:
    caller, path = world.by(world.ann), f"/posts/{world.talk_post_id}"
    assert world.by(world.ben).delete(path).status_code == 403
    assert caller.delete(path).status_code == 204
    found = caller.get(path).json["post"]
    assert (found["state"], found["body_html"], found["body_text"], found["excerpt"]) == ("withdrawn", "", "", "")
    assert caller.get(f"{path}/history").status_code == 404


def test_nods(world: World) -> None:
    caller, path = world.by(world.ben), f"/posts/{world.talk_post_id}/reactions"
    for _ in range(2):
        given = caller.put(f"{path}/heart").json["post"]["reactions"]
        assert [one for one in given if one["count"]] == [{"code": "heart", "count": 1, "mine": True}]
    assert not [one for one in caller.delete(f"{path}/heart").json["post"]["reactions"] if one["count"]]
    assert caller.put(f"{path}/rage").status_code == 404


def test_a_reveal_opens_one_veil_and_closes_it_again(world: World) -> None:
    caller = world.by(world.ben)
    before = caller.get(f"/posts/{world.talk_post_id}").json["post"]
    assert CANARY not in str(before)
    (key,) = before["openable"]
    opened = caller.post("/reveals", {"veil": [key]})
    assert CANARY in opened.json["posts"][0]["post"]["body_text"]
    assert CANARY not in str(world.by(world.eve).get(f"/posts/{world.talk_post_id}").json)
    closed = caller.post("/reveals", {"hide": [key]})
    assert CANARY not in closed.text
    assert caller.get(f"/posts/{world.talk_post_id}").json["post"] == before


def test_nothing_opens_before_its_release(world: World) -> None:
    coming = posts.post(world.ann, world.talk_id, f"[spoiler {world.show.slug} S01E05]{CANARY}[/spoiler]")
    caller = world.by(world.ben)
    post = caller.get(f"/posts/{coming}").json["post"]
    assert (post["closed"], post["openable"]) == (1, [])
    answer = caller.post("/reveals", {"veil": [f"{coming}:0:t.{world.show.show_id}.{world.episodes[4]}"]})
    assert answer.status_code in (403, 404)
    assert CANARY not in answer.text


def test_entering_and_leaving_a_thread(world: World) -> None:
    caller, path = world.by(world.ben), f"/threads/{world.thread_id}"
    assert caller.get(path).json["standing"]["place"] == "behind"
    entered = caller.put(f"{path}/entry")
    assert (entered.json["standing"]["place"], entered.json["standing"]["entered"]) == ("shown", True)
    assert CANARY in entered.text
    assert caller.delete(f"{path}/entry").status_code == 204
    assert CANARY not in caller.get(path).text


def test_reading_moves_no_mark_but_saying_so_does(world: World) -> None:
    posts.many_posts(world.ann, world.talk_id, 30)
    caller, path = world.by(world.ben), f"/threads/{world.talk_id}"
    assert caller.get(path).json["read_to"] == caller.get(path).json["read_to"] == 0
    assert caller.put(f"{path}/read", {"position": 25}).status_code == 204
    assert caller.get(path).json["read_to"] == 25
    caller.put(f"{path}/read", {"position": 3})
    assert caller.get(path).json["read_to"] == 25
    caller.put(f"{path}/read", {"position": 2**31 - 1})
    assert caller.get(path).json["read_to"] == 31
    assert caller.put(f"/threads/{world.thread_id}/read", {"position": 1}).status_code == 403


def test_a_quote_carries_its_marks(world: World) -> None:
    found = world.by(world.ann).get(f"/posts/{world.talk_post_id}/quote").json
    assert CANARY in found["body"]
    assert "[spoiler" in found["body"]
    assert CANARY not in world.by(world.ben).get(f"/posts/{world.talk_post_id}/quote").text


def test_a_preview_shows_three_readers(world: World) -> None:
    body = f"Hm. [spoiler {world.show.slug} S01E03]{CANARY}[/spoiler]"
    found = world.by(world.ben).post("/preview", {"body": body, "thread_id": world.talk_id}).json
    assert CANARY not in found["stranger"]
    assert CANARY in found["caught_up"]
    broken = world.by(world.ben).post("/preview", {"body": "[spoiler S99]x", "thread_id": world.talk_id}).json
    assert broken["problems"][0]["line"] == 1


def test_notifications_are_listed_and_marked(world: World) -> None:
    from forum.infra import clock, jobs

    world.by(world.ben).post(f"/threads/{world.talk_id}/posts", {"body": "Yes.", "reply_to": world.talk_post_id})
    jobs.drain(clock.now())
    caller = world.by(world.ann)
    found = caller.get("/notifications").json
    assert [(one["about"], one["by"]["handle"], one["is_new"]) for one in found["notes"]] == [("reply", "ben", True)]
    number = found["notes"][0]["id"]
    assert world.by(world.ben).put(f"/notifications/{number}/read").json == {"marked": 0}
    assert caller.put(f"/notifications/{number}/read").json == {"marked": 1}
    assert caller.get("/notifications").json["unread"] == 0
    assert caller.post("/notifications/read").json == {"marked": 0}
