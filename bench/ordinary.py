"""Ordinary posts put together from parts: so that the second opinion learns that "I", "every night" and "nobody" are
said about everything. Always the same ones."""

from __future__ import annotations

import random

_WHO = (
    "I keep",
    "I can't stop",
    "Every night I end up",
    "I've started",
    "I'm still",
    "I gave up",
    "I've been",
    "Since Monday I've been",
    "Nobody at home minds me",
    "My sister and I are",
    "All I do is spend evenings",
    "I hate",
    "I love",
    "I'm tired of",
    "I never get tired of",
    "Lately I've been",
    "I'm done",
    "I spent the weekend",
    "My dad got me into",
    "I always fall asleep",
    "I was so close to",
    "I'm planning on",
    "I'm thinking about",
    "I regret",
    "After work I'm usually",
    "I'm scared of",
    "I'm too old for",
    "I'm embarrassed by how often I'm",
)
_DOING = (
    "rewatching",
    "skipping",
    "defending",
    "pausing",
    "quoting",
    "recommending",
    "watching",
    "missing",
    "explaining",
    "comparing",
    "drawing",
    "collecting clips from",
    "waiting for",
    "reading about",
    "humming the music from",
    "arguing about",
    "making memes of",
    "writing recaps of",
    "catching up with",
    "taking notes on",
)
_WHAT = (
    "the pilot",
    "season two",
    "the island episodes",
    "that heist",
    "the bottle episode",
    "the finale",
    "the recap",
    "the musical one",
    "the cold open",
    "the deleted scenes",
    "the old opening credits",
    "the reunion special",
    "every Dwight scene",
    "the casting news",
    "the blooper reel",
    "the chess match",
    "the wedding episode",
    "the Christmas special",
    "the train episode",
    "the map in the credits",
    "the third act",
    "the spin-off",
)
_END = (
    "",
    "",
    " and it never gets old",
    " because my friends won't",
    " before the new season drops",
    " on my phone",
    ", anyone else?",
    " and my cat judges me",
    ", send help",
    " instead of sleeping",
    " while cooking",
    ", no regrets",
    " until the wifi dies",
    " with subtitles",
    ", it's a problem",
    " and I still don't get the ending",
    ", what should I watch next?",
    " and nobody can stop me",
    ". Who's with me?",
    " for the tenth time",
    " since the old forum closed",
    ", is that normal?",
    " by myself",
    " when everyone's asleep",
)
_PLAIN = (
    "Where can I find {0}?",
    "Is {0} worth it?",
    "{0} was filmed in one night, apparently.",
    "Who wrote {0}?",
    "My ranking: {0} first, then {1}.",
    "How long is {0} without adverts?",
    "I prefer {1} to {0}.",
    "No one asked, but {0} beats {1}.",
    "My brother says {0} is overrated. What do I tell him?",
    "Could a moderator move my post about {0}?",
    "Does {0} come before or after {1}?",
    "I have nobody to talk to about {0}, so here I am.",
    "Tonight: {0}. Tomorrow: {1}.",
    "Thanks for everything on {0}, great thread.",
    "Last post from me on {0}, promise.",
    "I lost my notes on {0}.",
    "I want to see {0} again for the first time.",
    "I don't want {0} to end.",
    "I can't believe {0} is over.",
    "I wish there were more like {0}.",
    "I'd never seen {0} until last night.",
    "Nothing happens in {0} and I like it.",
    "There's no point in {0} without {1}.",
    "What's the point of {0}?",
    "I'm worried about {0} after the leaks.",
)


def ordinary(count: int, seed: int = 11) -> list[str]:
    """So many posts about nothing but television."""
    draw = random.Random(seed)
    posts = []
    for at in range(count):
        what, other = draw.sample(_WHAT, 2)
        if at % 2:
            posts.append(draw.choice(_PLAIN).format(what, other))
        else:
            posts.append(f"{draw.choice(_WHO)} {draw.choice(_DOING)} {what}{draw.choice(_END)}")
    return posts
