"""Parts of pages that are kept in memory never carry one reader's words or rights to another."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from datetime import datetime
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup

from forum.domain.people import Reader
from forum.domain.permissions import GroupFacts, PostFacts, ThreadFacts
from forum.infra import clock as clocks
from forum.infra.clock import SetClock
from forum.infra.directory import directory
from forum.infra.web.fragments import forget_parts
from forum.posts import queries
from forum.presenting.posts import PostCard, may_post
from forum.presenting.threads import ThreadCard
from forum.threads.queries import thread_facts
from tests.factories import accounts, groups, posts
from tests.posts.canaries import CLOCKS, ROLES, Cage
from tests.posts.conftest import Scene
from tests.posts.furnishing import furnish

_OF_ONE_ANSWER = re.compile(r'name="(csrf_token|submission_key)" value="[^"]*"')


def client_of(cage: Cage, role: str) -> FlaskClient:
    """A browser without memory, signed in as this reader."""
    client = cage.app.test_client()
    if role in cage.cookies:
        client.set_cookie("session", cage.cookies[role])
    return client


def pages(cage: Cage, role: str) -> dict[str, str]:
    """The pages that use kept parts, as this reader gets them, without what is new in each answer."""
    client = client_of(cage, role)
    addresses = ["/", "/groups", "/g/binge-club", *(f"/t/{one}" for one in cage.threads)]
    return {one: _OF_ONE_ANSWER.sub("", client.get(one).text) for one in addresses}


@pytest.mark.parametrize("at", ["before", "at"])
def test_with_everybodys_parts_in_memory_each_reader_gets_their_own(app: Flask, clock: SetClock, at: str) -> None:
    cage = furnish(app, clock)
    clock.set(CLOCKS[at])
    alone = {}
    for role in ROLES:
        pages(cage, role)  # from now on nothing is new to them
        forget_parts()
        alone[role] = pages(cage, role)
    for role in (*ROLES, *reversed(ROLES)):
        assert pages(cage, role) == alone[role], role
    assert len({repr(found) for found in alone.values()}) == len(ROLES), "there must be something to mix up"


ATOMS = {str, int, bool, datetime, Markup, NoneType}


def loose_parts(kind: Any) -> set[str]:
    """Where a type could change, or be equal to another value without looking the same."""
    if get_origin(kind) is tuple or isinstance(kind, UnionType):
        return set().union(*(loose_parts(one) for one in get_args(kind) if one is not Ellipsis))
    if not is_dataclass(kind):
        return set() if kind in ATOMS or (isinstance(kind, type) and issubclass(kind, str)) else {str(kind)}
    loose = {one.name for one in fields(kind) if not one.compare}
    frozen = kind.__dataclass_params__.frozen and kind.__dataclass_params__.eq  # type: ignore[attr-defined]  # what @dataclass leaves behind
    return loose.union({str(kind)} if not frozen else (), *(loose_parts(one) for one in get_type_hints(kind).values()))


@pytest.mark.parametrize("card", [PostCard, ThreadCard])
def test_cards_of_kept_parts_are_frozen_all_the_way_down(card: type) -> None:
    assert loose_parts(card) == set()


def test_rights_are_those_of_each_post_though_they_are_asked_once(scene: Scene) -> None:
    """Posts of the reader and of two others, some withdrawn, in one page."""
    cleo = groups.member(scene.group_id, accounts.person("cleo"))
    for author in (scene.ann, scene.ben, cleo, scene.ben, scene.ann, cleo):
        posts.post(author, scene.talk_id)
    for reader in (scene.ann, scene.ben, scene.mona, Reader.stranger()):
        facts = thread_facts(reader, scene.talk_id, clocks.now())
        page = queries.thread_page(reader, scene.talk_id, 1, directory(), clocks.now())
        assert len({post.may for post in page.posts}) == (1 if reader in (scene.mona, Reader.stranger()) else 2)
        for post in page.posts:
            author_id = post.author.id if post.author else None
            own = PostFacts(post.id, facts, author_id, removed=False, withdrawn=False)
            assert post.may == may_post(reader, own, sealed=False, open_to_words=True)


def test_the_rules_ask_of_an_author_only_whether_it_is_the_reader() -> None:
    thread = ThreadFacts(1, GroupFacts(1))
    for reader in (Reader(7), Reader.stranger()):
        rights = [
            may_post(reader, PostFacts(9, thread, author_id), sealed=False, open_to_words=True)
            for author_id in (3, 4, 5_000)
        ]
        assert rights[0] == rights[1] == rights[2]
