"""Channels G1 to G4 and G6 to G13: answering, quoting, revealing, printing, copying. G5 stands beside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete

from forum.infra import clock as clocks
from forum.infra.db import db
from forum.posts import actions, queries
from forum.posts.models import Draft, Reveal
from forum.threads.models import ReadMark
from tests.factories import posts
from tests.posts.canaries import KINDS, MARKS, Cage, canary, may_see
from tests.sweep.channels.looking import BEHIND, canaries, get, leaks, sees, send

STATIC = Path(__file__).parents[3] / "forum" / "static"


@pytest.fixture(autouse=True)
def _nothing_revealed(cage: Cage) -> Iterator[None]:
    """What one test opened, the next one has not."""
    yield
    with cage.app.app_context():
        db.session.execute(delete(Reveal))
        db.session.execute(delete(ReadMark))
        db.session.commit()
        db.session.remove()


def keys(cage: Cage, number: int, role: str = "behind") -> list[str]:
    """The veils of a post that a click of this reader would open."""
    return list(get(cage, role, f"/api/v1/posts/{number}").get_json()["post"]["openable"])


def written(cage: Cage, words: str, **more: object) -> int:
    with cage.app.app_context():
        number = posts.post(cage.readers["author"], cage.threads[0], words, **more)
        db.session.remove()
    return number


def test_g1_where_one_writes_nothing_unread_is_shown(cage: Cage) -> None:
    """Fails when the box for an answer, a report or a decision shows the text it is about past its gate."""
    for kind, number in cage.posts.items():
        addresses = [f"/p/{number}/quote", f"/p/{number}/flag", f"/api/v1/posts/{number}/quote", f"/p/{number}/seal"]
        assert leaks(cage, *addresses) == [], kind
    assert sees(cage, f"/p/{cage.posts['episode']}/quote", "episode")


@pytest.mark.parametrize("kind", MARKS)
def test_g1_a_form_that_is_refused_shows_nothing_unread_either(cage: Cage, kind: str) -> None:
    """Fails when the page that comes back with a fault looks its post up anew, past its gate."""
    number = cage.posts[kind]
    body = {"body": ">!open", "reply_to": number}
    for path, sent in (
        (f"/t/{cage.threads[0]}/reply", {"data": body}),
        (f"/api/v1/threads/{cage.threads[0]}/posts", {"json": body}),
        (f"/p/{number}/flag", {"data": {"reason": "spoiler"}}),
        (f"/api/v1/posts/{number}/flags", {"json": {"reason": "spoiler"}}),
    ):
        refused = send(cage, "behind", "POST", path, **sent)
        assert (refused.status_code, canaries(refused)) == (422, set()), path
    for path in (f"/p/{number}/seal", f"/p/{number}/remove", f"/p/{number}/move"):
        refused = send(cage, "moderator", "POST", path, data={"reason": "x", "scope": "?", "thread": "2000000"})
        assert (refused.status_code, canaries(refused)) == (422, set()), path


@pytest.mark.parametrize("kind", [*MARKS, "thread", "seal"])
def test_g2_a_quote_keeps_the_tag_of_what_it_quotes(cage: Cage, kind: str) -> None:
    """Fails when quoting as one who may read makes the words free for those who may not."""
    with cage.app.app_context():
        reader = cage.readers["caught up"]
        said = queries.quote(reader, cage.posts[kind], clocks.now())
        thread_id = posts.row(cage.posts[kind]).thread_id
        number = posts.post(reader, thread_id, f"{said}Indeed.", reply_to=cage.posts[kind])
        db.session.remove()
    assert canary(kind) in said
    for role in BEHIND:
        assert canary(kind) not in get(cage, role, f"/api/v1/posts/{number}").get_data(as_text=True)
    assert canary(kind) in get(cage, "caught up", f"/api/v1/posts/{number}").get_data(as_text=True)


@pytest.mark.parametrize("kind", MARKS)
def test_g2_the_quoted_lines_carry_their_tag_themselves(cage: Cage, kind: str) -> None:
    """Fails when only the link to the quoted post hides a quote: its lines alone, pasted elsewhere, stand open."""
    with cage.app.app_context():
        reader = cage.readers["caught up"]
        said = queries.quote(reader, cage.posts[kind], clocks.now())
        lines = "\n".join(said.splitlines()[2:])
        number = posts.post(reader, cage.threads[0], f"{lines}\n\nIndeed.")
        db.session.remove()
    assert canary(kind) in lines
    for role in BEHIND:
        told = get(cage, role, f"/api/v1/posts/{number}").get_data(as_text=True)
        assert ("Indeed." in told, canary(kind) in told) == (True, False)


@pytest.mark.parametrize("kind", ["seal", "thread"])
def test_g3_an_answer_inherits_and_may_only_widen(cage: Cage, kind: str) -> None:
    """Fails when an answer to hidden words stands open, or its author can choose less than what it answers."""
    with cage.app.app_context():
        thread_id = posts.row(cage.posts[kind]).thread_id
        plain = posts.post(cage.readers["caught up"], thread_id, "ANSWERBIRD", reply_to=cage.posts[kind])
        form = {"cover": "harbour-lights S01E05", "reply_to": cage.posts[kind]}
        wider = posts.post(cage.readers["author"], thread_id, "WIDERBIRD", **form)
        db.session.remove()
    lower = {"body": "LOWERBIRD", "cover": "harbour-lights S01E01", "reply_to": cage.posts[kind]}
    answer = send(cage, "caught up", "POST", f"/api/v1/threads/{thread_id}/posts", json=lower)
    if answer.status_code < 300:
        found = get(cage, "behind", f"/api/v1/posts/{answer.get_json()['post']['id']}").get_data(as_text=True)
        assert "LOWERBIRD" not in found
    for role in BEHIND:
        for number in (plain, wider):
            assert "BIRD" not in get(cage, role, f"/api/v1/posts/{number}").get_data(as_text=True)
    assert "ANSWERBIRD" in get(cage, "caught up", f"/api/v1/posts/{plain}").get_data(as_text=True)
    assert "WIDERBIRD" not in get(cage, "caught up", f"/api/v1/posts/{wider}").get_data(as_text=True)


def test_g4_revealing_one_reveals_that_one(cage: Cage) -> None:
    """Fails when a click opens more than what was clicked: its neighbour, the next post, or another reader's page."""
    number = written(
        cage, f"[spoiler {MARKS['episode']}]ONEBIRD[/spoiler], [spoiler {MARKS['episode']}]TWOBIRD[/spoiler]"
    )
    first = keys(cage, number)[0]
    page = send(cage, "behind", "POST", "/reveal", data={"veil": first}, headers={"X-Requested-With": "fetch"})
    assert page.status_code == 200
    shown = page.get_data(as_text=True)
    assert ("ONEBIRD" in shown, "TWOBIRD" in shown) == (True, False)
    found = get(cage, "behind", f"/api/v1/posts/{number}").get_data(as_text=True)
    assert ("ONEBIRD" in found, "TWOBIRD" in found) == (True, False)
    assert leaks(cage, f"/t/{cage.threads[0]}", "/u/ann/posts", "/search?q=canary*") == []
    for role in ("stranger", "moderator", "site moderator"):
        assert "ONEBIRD" not in get(cage, role, f"/api/v1/posts/{number}").get_data(as_text=True)


def test_g6_a_preview_is_its_authors_alone(cage: Cage) -> None:
    """Fails when a preview is kept anywhere, or shows what the reader in it would not get."""
    body = {"body": f"[spoiler {MARKS['episode']}]PREVIEWBIRD[/spoiler]", "thread_id": cage.threads[0]}
    answer = send(cage, "behind", "POST", "/api/v1/preview", json=body)
    assert answer.status_code == 200
    assert "PREVIEWBIRD" not in str(answer.get_json()["stranger"])
    assert "PREVIEWBIRD" in str(answer.get_json()["caught_up"])
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert send(cage, "stranger", "POST", "/api/v1/preview", json=body).status_code == 401
    with cage.app.app_context():
        assert db.session.query(Draft).filter(Draft.text.contains("PREVIEWBIRD")).count() == 0
        db.session.remove()


def test_g7_nothing_opens_by_pointing_at_it(cage: Cage) -> None:
    """Fails when a style or a script opens a veil by hover, or a title shows its words. No byte is there to show."""
    css = (STATIC / "site.css").read_text(encoding="utf-8")
    hovered = [name for name in re.findall(r"([^{}]+)\{", css) if ":hover" in name and "veil" in name]
    assert [name for name in hovered if "veil-body" in name or ".veil:hover" in name] == []
    scripts = (STATIC / "js" / "reveal.js").read_text(encoding="utf-8")
    assert not re.search(r"mouse(over|enter|move)|pointer(over|enter|move)|touchstart", scripts)
    for role in BEHIND:
        page = get(cage, role, f"/t/{cage.threads[0]}").get_data(as_text=True)
        veils = re.findall(r'<(?:span|div) class="veil"[^>]*>', page)
        assert len(veils) > 8
        assert [one for one in veils if " title=" in one] == []


def test_g8_paper_gets_what_the_screen_got(cage: Cage) -> None:
    """Fails when there is a printed page of its own, or a rule for print that brings out what was folded."""
    assert [rule.rule for rule in cage.app.url_map.iter_rules() if "print" in rule.rule] == []
    for role in BEHIND:
        for mark in ("?print=1", "?format=print", "?view=print"):
            for number in cage.threads:
                assert canaries(get(cage, role, f"/t/{number}{mark}")) == set()
    css = (STATIC / "site.css").read_text(encoding="utf-8")
    printed = css[css.index("@media print") :]
    assert not re.search(r"veil[^{]*\{[^}]*content:|attr\(data", printed)


def test_g9_select_copy_and_find_meet_nothing(cage: Cage) -> None:
    """Fails when any encoding of a withheld word is in the page: in the open, reversed, escaped, as base64 or hex."""
    import base64

    for role in BEHIND:
        for number in cage.threads:
            page = get(cage, role, f"/t/{number}").get_data(as_text=True)
            for kind in KINDS:
                if may_see(kind, role, "after"):
                    continue
                word = canary(kind)
                forms = (word, word.lower(), word[::-1], word.encode().hex(), "".join(f"&#{ord(c)};" for c in word))
                assert [form for form in forms if form in page] == []
                assert base64.b64encode(word.encode()).decode()[:12] not in page


def test_g10_what_was_opened_can_be_copied_as_text(cage: Cage) -> None:
    """Fails when opened words are a picture, are cut up, or may not be selected; authors copy their own always."""
    number = written(cage, f"[spoiler {MARKS['episode']}]COPY THIS SENTENCE, PLEASE[/spoiler]")
    page = send(
        cage, "behind", "POST", "/reveal", data={"veil": keys(cage, number)}, headers={"X-Requested-With": "fetch"}
    )
    assert "COPY THIS SENTENCE, PLEASE" in page.get_data(as_text=True)
    assert (
        "COPY THIS SENTENCE, PLEASE" in get(cage, "author", f"/api/v1/posts/{number}").get_json()["post"]["body_text"]
    )
    css = (STATIC / "site.css").read_text(encoding="utf-8")
    assert [
        name for name, body in re.findall(r"([^{}]+)\{([^}]*)\}", css) if "user-select: none" in body and "veil" in name
    ] == []


def test_g11_one_sees_where_a_spoiler_begins_and_ends(cage: Cage) -> None:
    """Fails when an open spoiler is not told from the words around it, on the page and in plain text."""
    number = written(cage, f"Before [spoiler {MARKS['episode']}]MIDDLE[/spoiler] after.")
    card = get(cage, "caught up", f"/api/v1/posts/{number}").get_json()["post"]
    assert re.search(r'class="veil-label">[^<]*S01E04', card["body_html"])
    assert re.search(r'<span class="veil-body">MIDDLE</span>', card["body_html"])
    before, rest = card["body_text"].split("MIDDLE")
    assert before.rstrip().endswith(":")
    assert "S01E04" in before
    assert rest.lstrip().startswith("]")


def test_g12_one_action_opens(cage: Cage) -> None:
    """Fails when a spoiler needs a second click, a drawer, a setting or a script."""
    number = written(cage, f"[spoiler {MARKS['episode']}]AT ONCE[/spoiler]")
    sent = send(cage, "behind", "POST", "/reveal", data={"veil": keys(cage, number)})
    assert sent.status_code == 303
    assert "AT ONCE" in get(cage, "behind", f"/api/v1/posts/{number}").get_data(as_text=True)
    alone = send(cage, "stranger", "POST", "/reveal", data={"veil": keys(cage, number, "stranger")})
    assert (alone.status_code, "AT ONCE" in alone.get_data(as_text=True)) == (200, True)


def test_g13_all_that_is_out_opens_once_for_a_thread_and_is_remembered(cage: Cage) -> None:
    """Fails when each must be opened by itself, when it is forgotten, or when it opens what is not out."""
    number = written(cage, "[spoiler harbour-lights S01E06]NOT OUT[/spoiler]")
    thread_id = cage.threads[0]
    assert send(cage, "behind", "POST", f"/t/{thread_id}/open-all").status_code == 303
    for _ in range(2):
        seen = canaries(get(cage, "behind", f"/t/{thread_id}")) | canaries(
            get(cage, "behind", f"/t/{thread_id}?page=2")
        )
        assert {"episode", "range", "season", "series", "only", "seal"} <= seen
        assert not seen & {"book", "promo", "removed", "withdrawn", "thread", "title"}
    assert "NOT OUT" not in get(cage, "behind", f"/api/v1/posts/{number}").get_data(as_text=True)
    with cage.app.app_context():
        actions.close_all(cage.readers["behind"], thread_id, clocks.now())
        db.session.remove()
    assert leaks(cage, f"/t/{thread_id}", f"/t/{thread_id}?page=2") == []
