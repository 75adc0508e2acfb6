"""Rules about threads, posts and the cases they lead to."""

from __future__ import annotations

from forum.domain.people import GroupRole, Reader
from forum.domain.permissions.facts import CaseFacts, Facts, PersonFacts, PostFacts, ThreadFacts
from forum.domain.permissions.ranks import Rule, group_of, least, member, ranks, read, standing


def start(actor: Reader, facts: Facts) -> str:
    """Whoever takes a break has closed this themselves, and opens it themselves; who is muted waits."""
    group = group_of(facts)
    muted = group is not None and group.restraint == "mute"
    return member(actor, facts) or ("muted" if muted else "") or ("on-break" if actor.break_until is not None else "")


def write(actor: Reader, facts: Facts) -> str:
    thread = facts.thread if isinstance(facts, PostFacts) else facts
    if not isinstance(thread, ThreadFacts):
        return "nothing-to-answer"
    refused = start(actor, thread)
    if refused:
        return refused
    if not thread.open:
        return "not-open-yet"
    if thread.merged:
        return "merged"
    if thread.locked and not ranks(actor, thread, GroupRole.MODERATOR):
        return "locked"
    return ""


def own_post(actor: Reader, facts: Facts) -> str:
    if not isinstance(facts, PostFacts) or facts.author_id != actor.id:
        return "authors-only"
    if facts.removed or facts.withdrawn:
        return "gone"
    return ""


def amend(actor: Reader, facts: Facts) -> str:
    return own_post(actor, facts) or write(actor, facts)


def withdraw(actor: Reader, facts: Facts) -> str:
    return own_post(actor, facts)


def present(facts: Facts) -> str:
    return "gone" if isinstance(facts, PostFacts) and (facts.removed or facts.withdrawn) else ""


def react(actor: Reader, facts: Facts) -> str:
    return member(actor, facts) or present(facts)


def flag(actor: Reader, facts: Facts) -> str:
    if isinstance(facts, PersonFacts):
        return "not-yourself" if facts.id == actor.id else standing(actor)
    if isinstance(facts, PostFacts | ThreadFacts) and facts.author_id == actor.id:
        return "own-post" if isinstance(facts, PostFacts) else "own-thread"
    return standing(actor) or read(actor, facts) or present(facts)


def see_source(actor: Reader, facts: Facts) -> str:
    own = isinstance(facts, PostFacts) and facts.author_id == actor.id
    return "" if own else least(GroupRole.MODERATOR)(actor, facts)


def others_post(role: GroupRole) -> Rule:
    """Nobody takes back what was done to a post of their own, whatever they are in the group."""

    def rule(actor: Reader, facts: Facts) -> str:
        own = isinstance(facts, PostFacts) and facts.author_id == actor.id
        return "own-post" if own else least(role)(actor, facts)

    return rule


def others_thread(role: GroupRole) -> Rule:
    """Nobody takes back what was done to a thread of their own, whatever they are in the group."""

    def rule(actor: Reader, facts: Facts) -> str:
        own = isinstance(facts, ThreadFacts) and facts.author_id is not None and facts.author_id == actor.id
        return "own-thread" if own else least(role)(actor, facts)

    return rule


def rename(actor: Reader, facts: Facts) -> str:
    own = isinstance(facts, ThreadFacts) and facts.author_id == actor.id and not facts.locked
    return member(actor, facts) if own else least(GroupRole.MODERATOR)(actor, facts)


def answer(actor: Reader, facts: Facts) -> str:
    if not isinstance(facts, ThreadFacts) or facts.kind != "question":
        return "not-a-question"
    own = facts.author_id == actor.id
    return member(actor, facts) if own else least(GroupRole.MODERATOR)(actor, facts)


def move(actor: Reader, facts: Facts) -> str:
    """The right is needed at both ends, otherwise a moderator of one group could push threads into another."""
    if not isinstance(facts, ThreadFacts) or facts.target is None:
        return "no-target"
    here = least(GroupRole.MODERATOR)(actor, facts)
    return here or least(GroupRole.MODERATOR)(actor, facts.target)


def move_post(actor: Reader, facts: Facts) -> str:
    """At both ends as well; without another end: whether one may move it anywhere at all."""
    refused = least(GroupRole.MODERATOR)(actor, facts)
    if refused or not isinstance(facts, PostFacts):
        return refused or "no-post"
    target = facts.thread.target
    return "" if target is None else least(GroupRole.MODERATOR)(actor, target)


def decide(actor: Reader, facts: Facts) -> str:
    refused = least(GroupRole.MODERATOR)(actor, facts)
    if refused or not isinstance(facts, CaseFacts):
        return refused or "no-case"
    if actor.id == facts.author_id:
        return "own-post"
    if actor.id in facts.flagger_ids:
        return "own-flag"
    return "own-decision" if actor.id in facts.decider_ids else ""
