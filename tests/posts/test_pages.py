"""The pages of the room, without script: what is typed stays, what is asked is shown."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from forum.domain.errors import Denied, Missing
from forum.infra import clock as clocks
from forum.infra.db import db
from forum.posts import actions, queries
from forum.posts.forms import PreviewForm
from forum.posts.models import Draft, Post
from forum.shows import actions as shows
from tests.factories import accounts, groups, posts
from tests.posts.conftest import Scene

FETCH = {"X-Requested-With": "fetch", "Accept": "text/html"}


def test_a_preview_shows_three_readers(scene: Scene) -> None:
    form = PreviewForm(thread_id=scene.thread_id, body="BASE [spoiler S01E03]NEXT[/spoiler] >!SAME!<")
    card = actions.preview(scene.ann, form, clocks.now())
    assert card.problems == ()
    assert [word in card.stranger for word in ("BASE", "NEXT", "SAME")] == [False, False, False]
    assert [word in card.behind for word in ("BASE", "NEXT", "SAME")] == [True, False, True]
    assert [word in card.caught_up for word in ("BASE", "NEXT", "SAME")] == [True, True, True]
    assert card.behind_label == "Harbour Lights S01E02"
    assert db.session.scalars(select(Post)).all() == []


def test_a_preview_of_what_is_not_out_is_covered_for_all_three(scene: Scene) -> None:
    form = PreviewForm(thread_id=scene.thread_id, body="[spoiler S01E06]LATER[/spoiler]")
    card = actions.preview(scene.ann, form, clocks.now())
    assert "LATER" not in card.caught_up + card.behind + card.stranger


def test_a_preview_tells_what_would_be_refused_and_hides_what_follows(scene: Scene) -> None:
    form = PreviewForm(thread_id=scene.talk_id, body="before\n>!never closed CANARY")
    card = actions.preview(scene.ann, form, clocks.now())
    assert [(one.code, one.line, one.column) for one in card.problems] == [("unclosed-mark", 2, 1)]
    assert "before" in card.stranger
    assert "CANARY" not in card.stranger + card.behind + card.caught_up


def test_who_may_preview(scene: Scene) -> None:
    from forum.domain.people import Reader

    with pytest.raises(Denied):
        actions.preview(Reader.stranger(), PreviewForm(body="x"), clocks.now())
    attic = groups.thread(groups.hidden_group(scene.ann), scene.ann)
    with pytest.raises(Missing):
        actions.preview(scene.ben, PreviewForm(body="x", thread_id=attic), clocks.now())


def test_the_preview_page_works_with_and_without_script(app: Flask, scene: Scene) -> None:
    ann = accounts.signed_in(app, scene.ann)
    sent = {"body": "A **word**", "thread_id": scene.talk_id}
    part = ann.post("/preview", data=sent, headers=FETCH)
    assert "data-preview-part" in part.text
    assert "<html" not in part.text
    assert "<strong>word</strong>" in part.text
    assert "<html" in ann.post("/preview", data=sent).text
    assert ann.post("/preview", data={"body": "", "thread_id": ""}).status_code == 200


def test_a_quote_carries_its_marks_along_and_leaves_out_what_is_covered(app: Flask, scene: Scene) -> None:
    said = posts.post(scene.ann, scene.thread_id, "BASE [spoiler S01E03]NEXT[/spoiler] [spoiler S01E06]LATER[/spoiler]")
    shows.mark_through(scene.ben, scene.episodes[2], clocks.now())
    words = queries.quote(scene.ben, said, clocks.now())
    assert "BASE" in words
    assert "[spoiler harbour-lights S01E03]NEXT[/spoiler]" in words
    assert "LATER" not in words
    page = accounts.signed_in(app, scene.ben).get(f"/p/{said}/quote").text
    assert "BASE" in page
    answer = posts.post(scene.ben, scene.thread_id, words + "Indeed.", reply_to=said, cover="thread")
    shows.mark_through(scene.mona, scene.episodes[1], clocks.now())
    (card,) = [
        card
        for card in queries.thread_page(scene.mona, scene.thread_id, 1, _directory(), clocks.now()).posts
        if card.id == answer
    ]
    assert ("BASE" in card.body_html, "NEXT" in card.body_html) == (True, False)


def test_a_quote_of_what_one_may_not_read_holds_nothing(scene: Scene) -> None:
    said = posts.post(scene.ann, scene.thread_id, "CANARY")
    assert "CANARY" not in queries.quote(scene.ben, said, clocks.now())


def test_a_thread_is_started_by_its_form_and_kept_when_refused(app: Flask, scene: Scene) -> None:
    ben = accounts.signed_in(app, scene.ben)
    assert ben.get("/g/binge-club/new").status_code == 200
    sent = {
        "kind": "theory",
        "title": "My <idea>",
        "body": "It is >!him!<",
        "show": "harbour-lights",
        "scope": "S99",
        "submission_key": "k",
    }
    refused = ben.post("/g/binge-club/new", data=sent)
    assert refused.status_code == 422
    assert "It is &gt;!him!&lt;</textarea>" in refused.text
    assert 'value="My &lt;idea&gt;"' in refused.text
    assert 'name="submission_key" value="k"' in refused.text
    done = ben.post("/g/binge-club/new", data={**sent, "scope": "S01E02"})
    assert done.status_code == 303
    assert "My &lt;idea&gt;" in ben.get(done.location.split("#")[0]).text or "A theory" in ben.get(done.location).text


def test_an_edit_by_its_form(app: Flask, scene: Scene) -> None:
    post_id = posts.post(scene.ann, scene.talk_id, "before & <after>")
    ann = accounts.signed_in(app, scene.ann)
    page = ann.get(f"/p/{post_id}/edit").text
    assert "before &amp; &lt;after&gt;</textarea>" in page
    refused = ann.post(f"/p/{post_id}/edit", data={"body": "x >!open", "version": 1})
    assert refused.status_code == 422
    assert "x &gt;!open</textarea>" in refused.text
    assert refused.text.count('class="errors"') == 1
    assert ">Line 1, place 3: A spoiler mark is opened here and never closed.</a> <code>" in refused.text
    assert ann.post(f"/p/{post_id}/edit", data={"body": "after", "version": 1}).status_code == 303
    assert ann.post(f"/p/{post_id}/edit", data={"body": "late", "version": 1}).status_code == 409
    history = ann.get(f"/p/{post_id}/history").text
    assert "before &amp;" in history
    assert accounts.signed_in(app, scene.ben).get(f"/p/{post_id}/edit").status_code == 403


@pytest.mark.parametrize("verb", ["withdraw", "seal", "unseal", "remove", "restore", "move", "answer"])
def test_each_act_asks_once_more_and_only_those_who_may(app: Flask, scene: Scene, verb: str) -> None:
    thread_id = posts.started(scene.ben, scene.group_id, kind="question")
    post_id = posts.post(scene.ann, thread_id, "words")
    if verb in ("unseal", "restore"):
        gate = actions.read_seal(scene.mona, post_id, "harbour-lights S01E01", clocks.now())
        if verb == "unseal":
            actions.seal_post(scene.mona, post_id, gate, "why", clocks.now())
        else:
            actions.remove_post(scene.mona, post_id, "1", "why", clocks.now())
    actor = {"withdraw": scene.ann, "answer": scene.ben}.get(verb, scene.mona)
    sent = {
        "thread": f"http://localhost/t/{scene.talk_id}?page=1",
        "reason": "because",
        "scope": "harbour-lights S01E01",
        "rule": "1",
    }
    zoe = accounts.signed_in(app, accounts.person("zoe"))
    assert zoe.get(f"/p/{post_id}/{verb}").status_code == 403
    assert zoe.post(f"/p/{post_id}/{verb}", data=sent).status_code == 403
    assert app.test_client().get(f"/p/{post_id}/{verb}").status_code in (302, 401)
    browser = accounts.signed_in(app, actor)
    asked = browser.get(f"/p/{post_id}/{verb}")
    assert asked.status_code == 200
    assert f'action="/p/{post_id}/{verb}"' in asked.text
    done = browser.post(f"/p/{post_id}/{verb}", data=sent)
    assert done.status_code == 303
    there = scene.talk_id if verb == "move" else thread_id
    assert done.location == f"/t/{there}#p{post_id}"


def test_drafts_by_script_and_by_button(app: Flask, scene: Scene) -> None:
    ben = accounts.signed_in(app, scene.ben)
    assert ben.post(f"/t/{scene.talk_id}/draft", data={"body": "so far"}, headers=FETCH).status_code == 204
    assert "so far</textarea>" in ben.get(f"/t/{scene.talk_id}").text
    assert "so far" not in accounts.signed_in(app, scene.ann).get(f"/t/{scene.talk_id}").text
    ben.post(f"/t/{scene.talk_id}/draft/discard")
    assert db.session.scalars(select(Draft)).all() == []
    ben.post("/g/binge-club/new/draft", data={"title": "A title", "body": "a start"})
    page = ben.get("/g/binge-club/new").text
    assert 'value="A title"' in page
    assert "a start</textarea>" in page


def test_a_spoken_no_is_a_page(app: Flask, scene: Scene) -> None:
    stranger = app.test_client()
    assert stranger.get("/t/999").status_code == 404
    assert stranger.get(f"/t/{2**70}").status_code == 404
    assert stranger.get(f"/t/{scene.talk_id}?page=-4").status_code == 200
    assert stranger.get(f"/t/{scene.talk_id}?page={'9' * 5000}").status_code == 200
    assert stranger.get("/g/binge-club/new").status_code in (302, 401)
    ben = accounts.signed_in(app, scene.ben)
    assert ben.post(f"/t/{scene.talk_id}/reply", data={}).status_code == 422
    for bad in ("\x00", "\ud800", "a\x00b"):
        sent = ben.post(f"/t/{scene.talk_id}/reply", json={"body": bad})
        assert sent.status_code == 422
    assert ben.post(f"/t/{scene.talk_id}/reply", data={"body": "x" * 20_001}).status_code == 422
    assert ben.post(f"/t/{scene.talk_id}/reply", json={"body": {"a": 1}, "reply_to": [2]}).status_code == 422
    assert ben.post("/reveal", data={}).status_code == 422


def test_the_form_carries_a_token_and_is_refused_without(app: Flask, scene: Scene) -> None:
    ben = accounts.signed_in(app, scene.ben)
    app.config["WTF_CSRF_ENABLED"] = True
    page = ben.get(f"/t/{scene.talk_id}").text
    assert ben.post(f"/t/{scene.talk_id}/reply", data={"body": "forged"}).status_code == 400
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    sent = ben.post(f"/t/{scene.talk_id}/reply", data={"body": "mine", "csrf_token": token})
    assert sent.status_code == 303


def _directory():
    from forum.infra.directory import directory

    return directory()


def test_what_somebody_wrote_has_a_page(app: Flask, scene: Scene) -> None:
    for n in range(12):
        posts.post(scene.ann, scene.talk_id, f"word number {n}.")
    browser = app.test_client()
    first = browser.get("/u/ann/posts").text
    assert ("word number 11." in first, "word number 1." in first) == (True, False)
    assert "word number 1." in browser.get("/u/ann/posts?page=2").text
    assert browser.get("/u/nobody/posts").status_code == 404


def test_the_article_stands_under_its_title(app: Flask, scene: Scene) -> None:
    link = "https://news.example.org/cast?season=2&x=1"
    thread_id = posts.started(scene.ann, scene.group_id, "The cast", kind="article", link=link)
    page = accounts.signed_in(app, scene.ben).get(f"/t/{thread_id}").text
    found = re.search(r'</header>\s*<p class="shared"><a href="([^"]+)" rel="([^"]+)">', page)
    assert found
    assert found[1] == link.replace("&", "&amp;")
    assert found[2].split() == ["nofollow", "noopener", "noreferrer", "ugc"]
    assert page.count("cast?season=2") == 1
    assert "<small>news.example.org</small>" in page


def test_a_question_leads_to_its_answer(app: Flask, scene: Scene) -> None:
    thread_id = posts.started(scene.ben, scene.group_id, "Why?", kind="question")
    answer = posts.post(scene.ann, thread_id, "Because.")
    asker = accounts.signed_in(app, scene.ben)
    assert "To the answer" not in asker.get(f"/t/{thread_id}").text
    asked = asker.get(f"/p/{answer}/answer").text
    assert '<button class="button button-primary">This answers it</button>' in asked
    asker.post(f"/p/{answer}/answer")
    assert re.search(
        rf'href="/p/{answer}">.*To the answer', accounts.signed_in(app, scene.ann).get(f"/t/{thread_id}").text
    )


def test_everybody_finds_what_was_done_to_a_thread(app: Flask, scene: Scene) -> None:
    address = f"/t/{scene.talk_id}"
    reader = accounts.signed_in(app, scene.ben)
    assert f'href="{address}/events"' not in reader.get(address).text
    accounts.signed_in(app, scene.ann).post(f"{address}/lock", data={"reason": "Enough said."})
    assert f'href="{address}/events"' in reader.get(address).text
    assert "Enough said." in reader.get(f"{address}/events").text
