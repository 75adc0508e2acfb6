"""Blocks and mutes: what they fold away, whom they keep apart, and that nobody is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts import actions, queries
from forum.accounts.feed_keys import Purpose
from forum.accounts.forms import RelationForm
from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra import clock, jobs
from forum.infra.db import db
from forum.infra.directory import directory
from forum.notifications.models import Notification
from forum.posts.queries import posts_of, thread_page
from forum.search.forms import SearchForm
from forum.search.queries import search_page
from forum.threads.queries.lists import ThreadFilters, my_threads, thread_list
from tests.conftest import counting
from tests.factories import accounts, groups, posts

WORD = "lighthouse"


class Club:
    """Ann and Ben in one group; Ben begins threads and writes in Ann's."""

    def __init__(self) -> None:
        self.ann, self.ben = accounts.person("ann"), accounts.person("ben")
        self.group_id = groups.group(self.ann)
        groups.member(self.group_id, self.ben)
        self.thread_id = posts.started(self.ann, self.group_id, "All sorts")
        self.theirs = posts.started(self.ben, self.group_id, "A thread of Ben")
        self.post_id = posts.post(self.ben, self.thread_id, f"The {WORD}.")
        jobs.drain(clock.now())

    def put(self, who: Reader, other: Reader, kind: str) -> Reader:
        actions.relate(who, other.id or 0, RelationForm.read({"kind": kind}), clock.now())
        return queries.reader_of(who.id or 0, clock.now())

    def told(self, who: Reader) -> list[tuple[str, int]]:
        jobs.drain(clock.now())
        rows = db.session.scalars(select(Notification).where(Notification.person_id == who.id))
        return [(row.about, row.subject_id) for row in rows]


@pytest.fixture
def club(app: Flask) -> Club:
    return Club()


def titles(reader: Reader) -> list[str]:
    page = thread_list(reader, "binge-club", ThreadFilters(), 1, clock.now())
    assert page.pages == 1
    shown = sorted(card.title for card in page.threads)
    assert sorted(card.title for card in my_threads(reader, clock.now())) == shown
    return shown


def asides(reader: Reader, thread_id: int) -> list[str]:
    return [card.aside for card in thread_page(reader, thread_id, 1, directory(), clock.now()).posts]


def found(reader: Reader) -> list[int]:
    form = SearchForm.read({"q": WORD})
    return [card.post_id for card in search_page(reader, form, directory(), clock.now()).posts]


@pytest.mark.parametrize(("kind", "said"), [("block", "blocked"), ("mute", "muted")])
def test_the_posts_of_somebody_put_aside_are_folded_and_left_out(club: Club, kind: str, said: str) -> None:
    assert titles(club.ann) == ["A thread of Ben", "All sorts"]
    assert found(club.ann) == [club.post_id]
    ann = club.put(club.ann, club.ben, kind)
    assert asides(ann, club.thread_id) == ["", said]
    assert titles(ann) == ["All sorts"]
    assert found(ann) == []
    assert asides(club.ben, club.thread_id) == ["", ""]
    assert titles(club.ben) == ["A thread of Ben", "All sorts"]
    ann = club.put(ann, club.ben, "none")
    assert (asides(ann, club.thread_id), found(ann)) == (["", ""], [club.post_id])


def test_the_page_folds_them_and_says_how_to_look(app: Flask, club: Club) -> None:
    club.put(club.ann, club.ben, "block")
    cleo = groups.member(club.group_id, accounts.person("cleo"))
    posts.post(cleo, club.thread_id, "Indeed.", reply_to=club.post_id)
    page = accounts.signed_in(app, club.ann).get(f"/t/{club.thread_id}").text
    assert page.count("a post by somebody you blocked: show") == 1
    assert page.count("</a> ben</p>") == 0
    assert accounts.signed_in(app, club.ben).get(f"/t/{club.thread_id}").text.count("somebody you blocked") == 0


@pytest.mark.parametrize(("kind", "said"), [("block", "you blocked"), ("mute", "you muted")])
def test_their_words_quoted_by_others_are_folded_too(app: Flask, club: Club, kind: str, said: str) -> None:
    cleo = groups.member(club.group_id, accounts.person("cleo"))
    body = f"> ben · \\#2\n>\n> The {WORD}.\n>\n> > older\n\nIndeed."
    posts.post(cleo, club.thread_id, body, reply_to=club.post_id)
    club.put(club.ann, club.ben, kind)
    page = accounts.signed_in(app, club.ann).get(f"/t/{club.thread_id}").text
    fold = f'<details class="post-aside"><summary>words of somebody {said}: show</summary><blockquote>'
    assert page.count(fold) == 1
    begin = page.index(fold)
    assert begin < page.index("older", begin) < page.index("</details>", begin) < page.index("Indeed.", begin)
    assert fold not in accounts.signed_in(app, cleo).get(f"/t/{club.thread_id}").text


def test_their_words_are_folded_wherever_they_are_quoted_and_others_are_not(app: Flask, club: Club) -> None:
    cleo, dora = (groups.member(club.group_id, accounts.person(name)) for name in ("cleo", "dora"))
    for_ben = posts.post(cleo, club.thread_id, f"> Ben · \\#2\n>\n> The {WORD}.\n\nIndeed.")
    nested = f"> cleo · \\#3\n>\n> Plain.\n>\n> > ben · \\#2\n> >\n> > The {WORD}.\n\nAll of it."
    posts.post(dora, club.thread_id, nested, reply_to=for_ben)
    posts.post(dora, club.thread_id, "> cleo · \\#3\n>\n> Indeed.\n\nSo.", reply_to=club.post_id)
    club.put(club.ann, club.ben, "mute")
    page = accounts.signed_in(app, club.ann).get(f"/t/{club.thread_id}").text
    fold = '<details class="post-aside"><summary>words of somebody you muted: show</summary><blockquote>'
    assert page.count(fold) == 2
    assert page.index("Plain.") < page.rindex(fold) < page.index("All of it.") < page.index("So.")
    assert fold not in accounts.signed_in(app, cleo).get(f"/t/{club.thread_id}").text


def test_their_name_in_a_text_leads_nowhere(app: Flask, club: Club) -> None:
    cleo = groups.member(club.group_id, accounts.person("cleo"))
    posts.post(cleo, club.thread_id, "Ask @Ben, or @cleo.")
    browser = accounts.signed_in(app, club.ann)
    link = '<a class="mention" href="/u/Ben">@Ben</a>'
    assert link in browser.get(f"/t/{club.thread_id}").text
    club.put(club.ann, club.ben, "block")
    page = browser.get(f"/t/{club.thread_id}").text
    assert (link in page, "Ask @Ben, or <a" in page, 'href="/u/cleo">@cleo</a>' in page) == (False, True, True)


def test_a_block_silences_both_sides_and_a_mute_one(club: Club) -> None:
    club.put(club.ann, club.ben, "block")
    posts.post(club.ben, club.thread_id, "Hello @ann.")
    posts.post(club.ann, club.theirs, "Hello @ben.")
    assert (club.told(club.ann), club.told(club.ben)) == ([], [])
    club.put(club.ann, club.ben, "mute")
    posts.post(club.ben, club.thread_id, "Hello @ann.")
    to_ben = posts.post(club.ann, club.theirs, "Hello @ben.")
    assert (club.told(club.ann), club.told(club.ben)) == ([], [("mention", to_ben)])


def test_what_was_told_before_is_no_longer_named(app: Flask, club: Club) -> None:
    posts.post(club.ben, club.thread_id, "Hello @ann.")
    assert [about for about, _ in club.told(club.ann)] == ["mention"]
    browser = accounts.signed_in(app, club.ann)
    assert "ben" in browser.get("/notifications").text
    club.put(club.ann, club.ben, "block")
    assert ">ben<" not in browser.get("/notifications").text


def test_neither_finds_the_other_in_a_profile(club: Club) -> None:
    def seen(reader: Reader, whose: Reader) -> int:
        return len(posts_of(reader, whose.id or 0, 1, directory(), clock.now()).posts)

    assert (seen(club.ann, club.ben), seen(club.ben, club.ann)) == (2, 1)
    ann = club.put(club.ann, club.ben, "block")
    assert (seen(ann, club.ben), seen(club.ben, ann)) == (0, 0)
    assert seen(club.put(ann, club.ben, "mute"), club.ben) == 2
    assert seen(club.ben, ann) == 1
    assert seen(Reader.stranger(), club.ben) == 2


def test_nobody_puts_themselves_aside(club: Club) -> None:
    with pytest.raises(Denied):
        club.put(club.ann, club.ann, "block")
    with pytest.raises(Denied):
        queries.relations_of(Reader.stranger())


def test_pages_and_keys_agree(app: Flask, club: Club) -> None:
    browser = accounts.signed_in(app, club.ann)
    assert browser.post("/u/ben/relation", data={"kind": "mute"}).headers["Location"] == "/u/ben"
    assert "You have muted this member." in browser.get("/u/ben").text
    assert "Undo" in browser.get("/settings/blocks").text
    assert browser.post("/u/ben/relation", data={"kind": "hate"}).status_code == 422
    key = {"Authorization": f"Bearer {accounts.token(club.ann, 'read', 'write')}"}
    told = app.test_client().get("/api/v1/me/relations", headers=key).get_json()
    assert [(one["person"]["handle"], one["kind"]) for one in told["people"]] == [("ben", "mute")]
    answer = app.test_client().put("/api/v1/people/ben/relation", json={"kind": "none"}, headers=key)
    assert answer.get_json() == {"people": []}
    assert "have blocked" not in accounts.signed_in(app, club.ben).get("/u/ann").text


def test_it_costs_no_statement(club: Club) -> None:
    ann = replace(club.ann)
    directory()
    with counting() as before:
        thread_page(ann, club.thread_id, 1, directory(), clock.now())
    ann = club.put(club.ann, club.ben, "block")
    with counting() as after:
        thread_page(ann, club.thread_id, 1, directory(), clock.now())
    assert len(after) == len(before)


def test_plain_texts_feeds_and_search_leave_their_words_out(app: Flask, club: Club) -> None:
    cleo = groups.member(club.group_id, accounts.person("cleo"))
    body = f"> ben · \\#2\n>\n> The {WORD}.\n\nIndeed, a sandbank."
    quoting = posts.post(cleo, club.thread_id, body)
    posts.started(cleo, club.group_id, "Begun by Cleo", body)
    jobs.drain(clock.now())
    actions.make_feed_key(club.ann, Purpose.THREADS, clock.now())
    path = next(card.path for card in queries.feed_keys_of(club.ann) if card.purpose == Purpose.THREADS)

    def told() -> tuple[list[str], list[int], bool]:
        reader = queries.reader_of(club.ann.id or 0, clock.now())
        cards = thread_page(reader, club.thread_id, 1, directory(), clock.now(), plain=True).posts
        texts = [text for card in cards if card.id == quoting for text in (card.body_text, card.excerpt)]
        return texts, found(reader), WORD in app.test_client().get(path).text

    texts, hits, fed = told()
    assert (all(WORD in text for text in texts), quoting in hits, fed) == (True, True, True)
    club.put(club.ann, club.ben, "mute")
    said = "[words of somebody you muted]"
    assert told() == ([f"> {said}\n\nIndeed, a sandbank.", f"{said} Indeed, a sandbank."], [], False)
    assert said in app.test_client().get(path).text


def test_old_versions_fold_and_compare_without_them(app: Flask, club: Club) -> None:
    cleo = groups.member(club.group_id, accounts.person("cleo"))
    post_id = posts.post(cleo, club.thread_id, f"> ben · \\#2\n>\n> The {WORD}.\n\nIndeed.")
    posts.amended(cleo, post_id, f"> ben · \\#2\n>\n> The {WORD}.\n\nIndeed so.")
    page = accounts.signed_in(app, club.ann).get(f"/p/{post_id}/history").text
    assert (page.count(WORD), page.count("post-aside")) == (3, 0)
    club.put(club.ann, club.ben, "block")
    page = accounts.signed_in(app, club.ann).get(f"/p/{post_id}/history").text
    assert (page.count(WORD), page.count("post-aside")) == (
        2,
        2,
    )  # in the folds of both versions, not in the comparison
    assert "[words of somebody you blocked]" in page
