"""What the press costs: `python -m bench.press` prints milliseconds for a post of about 600 characters."""

import time
from collections.abc import Callable

from forum.rendering.outputs import excerpt, html, text
from forum.rendering.words import ENGLISH
from tests.rendering.world import CATALOGUES, STRANGER, member, pressed, seen_by

SOURCE = """I **did not** see that coming, @ann. The [lighthouse](https://example.org/scene) was set up weeks ago:

> when the lamp goes out, look at *her* hands

- the letter, [spoiler S01E03]which she had written herself[/spoiler]
- the boat that nobody used
- the second key, [spoiler Fargo S01E02]just as in the other show[/spoiler]

My theory: ||he never left the island||. Everything after the storm is told by somebody who was not there, and the
camera never shows a clock. `E04` at minute 31 has the same frame, have a look. What do you think, and what did I miss?
"""
ROUNDS = 300


def milliseconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    for _ in range(ROUNDS):
        act()
    return (time.perf_counter() - started) / ROUNDS * 1000


def main() -> None:
    document = pressed(SOURCE)
    reader = member("S01E03")
    print(f"{len(SOURCE)} characters")
    print(f"compose        {milliseconds(lambda: pressed(SOURCE)):.3f} ms")
    for name, clearance in (("stranger", STRANGER), ("member", reader)):
        redacted = seen_by(document, clearance)

        def whole(clearance: object = clearance) -> str:
            return html(seen_by(document, clearance), CATALOGUES, ENGLISH)  # type: ignore[arg-type]  # both are clearances

        print(f"redact + html  {milliseconds(whole):.3f} ms, {name}")
        print(f"text           {milliseconds(lambda one=redacted: text(one, CATALOGUES, ENGLISH)):.3f} ms, {name}")  # type: ignore[misc]  # mypy cannot infer a default
        print(f"excerpt        {milliseconds(lambda one=redacted: excerpt(one, CATALOGUES, ENGLISH)):.3f} ms, {name}")  # type: ignore[misc]  # as above


if __name__ == "__main__":
    main()
