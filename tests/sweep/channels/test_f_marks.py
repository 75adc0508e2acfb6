"""Channels F5 to F12: what stands inside a mark is withheld whatever it is. F1 to F4 are the press's own tests."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from forum.infra import jobs
from forum.infra.db import db
from forum.notifications.models import Notification
from forum.search.actions import index_posts
from tests.factories import accounts, posts
from tests.posts.canaries import MARKS, Cage
from tests.rendering.grammar import CONTEXTS
from tests.sweep.channels.looking import BEHIND, get, leaks

TOP = Path(__file__).parents[3]
BIRD = "INMARKBIRD"
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr", "col"}


def marked(cage: Cage, inside: str, mark: str = "episode") -> int:
    """A post of the author's with `inside` behind a mark, indexed. Returns its id."""
    with cage.app.app_context():
        opening = f":::spoiler {MARKS[mark]}" if "\n" in inside else f"[spoiler {MARKS[mark]}]"
        closing = "\n:::" if "\n" in inside else "[/spoiler]"
        words = f"{opening}\n{inside}{closing}" if "\n" in inside else f"Look: {opening}{inside}{closing}"
        number = posts.post(cage.readers["author"], cage.threads[0], words)
        index_posts([number])
        db.session.remove()
    return number


def everywhere(cage: Cage, number: int) -> list[str]:
    """Where one post shows, feeds and search included."""
    with cage.app.app_context():
        position = posts.row(number).position
        db.session.remove()
    page = (position - 1) // 20 + 1
    return [
        *(f"/t/{cage.threads[0]}?page={page}", f"/p/{number}/history", f"/p/{number}/quote", f"/p/{number}/flag"),
        *(f"/api/v1/posts/{number}", f"/api/v1/posts/{number}/quote", f"/api/v1/posts/{number}/history"),
        *(f"/t/{cage.threads[0]}/feed.atom", "/g/binge-club/feed.atom", "/u/ann/posts", "/sitemaps/1.xml"),
        *(f"/search?q={BIRD}&kind=x", f"/api/v1/search?q={BIRD}x", "/", "/notifications"),
    ]


def withheld(cage: Cage, number: int, bird: str = BIRD) -> None:
    """Not a byte of it for those who are behind, everywhere; and the control that it is there to be leaked."""
    for role in BEHIND:
        for address in everywhere(cage, number):
            if bird not in address:
                assert bird not in get(cage, role, address).get_data(as_text=True), f"{role} {address}"
    assert bird in get(cage, "caught up", f"/api/v1/posts/{number}").get_data(as_text=True)


def test_f5_mentions_colours_and_signs_do_not_show_through(cage: Cage) -> None:
    """Fails when a mention inside a mark links its person, or tells them, while they may not read it."""
    with cage.app.app_context():
        walt = accounts.person("inmarkbird")
        db.session.remove()
    number = marked(cage, f"@inmarkbird 💀 :skull: <span style='color:red'>{BIRD}</span> **{BIRD}**")
    withheld(cage, number)
    for role in BEHIND:
        body = get(cage, role, f"/api/v1/posts/{number}").get_json()["post"]["body_html"]
        assert ("/u/inmarkbird" in body, "💀" in body, "skull" in body) == (False, False, False)
    with cage.app.app_context():
        jobs.drain(posts.row(number).created_at)
        assert db.session.query(Notification).filter_by(person_id=walt.id, subject_id=number).count() == 0
        db.session.remove()


def test_f6_a_picture_is_covered_with_its_text(cage: Cage) -> None:
    """Fails when a picture inside a mark is drawn, linked or named."""
    withheld(cage, marked(cage, f"![{BIRD}](https://pictures.example/{BIRD}.png) and so on"))
    withheld(cage, marked(cage, f"Before:\n\n![{BIRD}](https://pictures.example/{BIRD}.png)\n\nafter."))


def test_f7_nothing_is_fetched_before_it_is_asked_for(cage: Cage) -> None:
    """Fails when a page makes a browser fetch what a post links to: thumbnail, preload, prefetch, DNS hint."""
    with cage.app.app_context():
        words = "![still](https://pictures.example/still.png) https://pictures.example/page"
        number = posts.post(cage.readers["author"], cage.threads[0], words)
        db.session.remove()
    for role in ("stranger", "caught up"):
        for address in everywhere(cage, number)[:1]:
            page = get(cage, role, address).get_data(as_text=True)
            assert "https://pictures.example/page" in page
            fetched = re.findall(
                r"<(?:img|iframe|embed|object|source|video|audio|script|link)\b[^>]*(?:src|srcset|href|data)=\"([^\"]*)",
                page,
            )
            assert [one for one in fetched if "pictures.example" in one] == []
            assert not re.search(r'rel="(?:prefetch|preload|dns-prefetch|preconnect|prerender)', page)


def test_f8_lists_of_options_are_inside_the_fold(cage: Cage) -> None:
    """Fails when choices inside a mark are lifted out of it, or a poll with texts of its own is added."""
    withheld(cage, marked(cage, f"Who did it?\n\n- [ ] {BIRD}\n- [x] {BIRD}"))
    assert [name for name in db.metadata.tables if "poll" in name or "option" in name] == [], "add a gate to it first"


def test_f9_tags_of_words_are_not_lifted_out(cage: Cage) -> None:
    """Fails when #words of a text are collected into links, lists or suggestions outside of its mark."""
    number = marked(cage, f"#{BIRD} #AndSoOn{BIRD}")
    withheld(cage, number)
    assert BIRD not in get(cage, "behind", f"/search/suggest?q=%23{BIRD[:5]}").get_data(as_text=True)


def test_f10_nothing_depends_on_a_style_sheet(cage: Cage) -> None:
    """Fails when words are sent and covered by a style: then the style is what keeps the promise."""
    css = (TOP / "forum" / "static" / "site.css").read_text(encoding="utf-8")
    rules = re.findall(r"([^{}]*veil[^{}]*)\{([^}]*)\}", css)
    assert len(rules) > 10
    covering = re.compile(r"blur\(|color:\s*transparent|visibility:\s*hidden|opacity:\s*0[;\s]|text-indent:\s*-")
    assert [name.strip() for name, body in rules if covering.search(body)] == []
    withheld(cage, marked(cage, BIRD))


def test_f11_no_mark_breaks_the_page(cage: Cage) -> None:
    """Fails when a text with marks in odd places makes a page that is not well formed, or no page at all."""
    from forum.domain.errors import Invalid

    written = 0
    with cage.app.app_context():
        thread_id = posts.started(cage.readers["author"], cage.group_id, "Odd marks", "Hello.", kind="question")
        for context in CONTEXTS[:19]:
            try:
                words = context.replace("{m}", f"[spoiler {MARKS['episode']}]{BIRD}[/spoiler]")
                posts.post(cage.readers["author"], thread_id, words)
                written += 1
            except Invalid:
                continue
        db.session.remove()
    assert written > 9
    for role in (*BEHIND, "caught up", "author"):
        answer = get(cage, role, f"/t/{thread_id}")
        assert answer.status_code == 200
        page = answer.get_data(as_text=True)
        assert page.count('<article class="post is-open') == written + 1
        assert (BIRD in page) == (role in ("caught up", "author"))
        assert _Balance(page).faults == []


class _Balance(HTMLParser):
    """Every element that needs an end has one, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(page)
        self.faults += [f"{tag} stays open" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID and self.get_starttag_text() is not None and not self.get_starttag_text().endswith("/>"):  # type: ignore[union-attr]  # asked on the same line
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or tag in ("path", "circle", "rect", "use", "line", "polyline"):
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"{tag} at {self.getpos()}")


@pytest.mark.parametrize(
    "inside",
    [
        f"![{BIRD}](https://pictures.example/a.png)",
        f'![a](https://pictures.example/a.png "{BIRD}")',
        f"[a](https://pictures.example/{BIRD}.png)",
        f"https://pictures.example/{BIRD}.png",
        f"[{BIRD}](/p/1)",
    ],
    ids=["alt", "caption", "file", "address", "link"],
)
def test_f12_alternative_texts_captions_and_names_of_files(cage: Cage, inside: str) -> None:
    """Fails when a text for those who do not see a picture, its caption or its file's name is outside the mark."""
    number = marked(cage, inside)
    for role in BEHIND:
        for address in everywhere(cage, number):
            if BIRD not in address:
                assert BIRD not in get(cage, role, address).get_data(as_text=True), f"{role} {address}"


def test_f_the_old_birds_stay_where_they_are(cage: Cage) -> None:
    """Fails when any of these posts opened something that stood there before."""
    assert leaks(cage, f"/t/{cage.threads[0]}", f"/t/{cage.threads[0]}?page=2", f"/t/{cage.threads[0]}?page=3") == []
