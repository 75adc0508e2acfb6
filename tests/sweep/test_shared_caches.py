"""Copies: a cache that stands before everybody gives nobody what was made for somebody else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
from werkzeug.test import TestResponse

from tests.sweep.access_table import TABLE
from tests.sweep.asking import Asker, address
from tests.sweep.conftest import House
from tests.sweep.world import OPEN, World

pytestmark = pytest.mark.filterwarnings("ignore:Passing SelectField choices as tuples:DeprecationWarning")


@dataclass
class Proxy:
    """A shared cache as RFC 9111 has it, put in front of everybody: it keeps what it is not told to leave alone."""

    world: World
    kept: dict[tuple[str, tuple[str, ...]], TestResponse] = field(default_factory=dict)
    varies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    hits: int = 0

    def get(self, role: str, path: str) -> str:
        asker = Asker(self.world, role)
        sent = {"cookie": self.world.cookies.get(role, ""), "authorization": self.world.keys.get(role, "")}
        key = path, tuple(sent.get(name, "") for name in self.varies.get(path, ()))
        if key not in self.kept:
            answer = asker.ask("GET", path)
            answer.get_data()
            answer.close()
            if not self._may_keep(answer):
                return answer.get_data(as_text=True)
            self.varies[path] = tuple(
                name.strip().lower() for name in answer.headers.get("Vary", "").split(",") if name
            )
            key = path, tuple(sent.get(name, "") for name in self.varies[path])
            self.kept[key] = answer
        else:
            self.hits += 1
        return self.kept[key].get_data(as_text=True)

    @staticmethod
    def _may_keep(answer: TestResponse) -> bool:
        rules = answer.cache_control
        return not (rules.private or rules.no_store) and answer.status_code in (200, 301, 404, 410)


def test_each_gets_only_their_own_through_a_shared_cache(house: House) -> None:
    proxy = Proxy(house.world)
    names = {"member": "mia", "author": "ann"}
    own = 0
    for method, rule in TABLE:
        if method != "GET":
            continue
        path = address(house.world, house.world.places[OPEN], rule)
        for role in ("member", "author", "stranger", "member"):
            page = proxy.get(role, path)
            bar = re.search(r'href="/u/(\w+)"', page[: page.find("<main")])
            found = bar[1] if bar else ""
            assert found in ("", names.get(role, "")), f"{role} got the page of {found} at {path}"
            own += found == names.get(role)
    assert own > 100
    proxy.get("member", "/static/site.css")
    assert proxy.hits >= 3


def test_a_flash_is_kept_by_nobody(house: House) -> None:
    for role in ("member", "stranger"):
        answer = Asker(house.world, role).ask("GET", "/about")
        assert "no-store" in answer.headers["Cache-Control"]
        assert {"Cookie", "Authorization"} <= {name.strip() for name in answer.headers["Vary"].split(",")}
