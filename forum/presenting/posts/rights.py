"""What a reader may do with a post or a thread: templates ask here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from forum.domain.people import Reader
from forum.domain.permissions import Action, PostFacts, ThreadFacts, judge
from forum.presenting.threads import FROM_CALENDAR


@dataclass(frozen=True, slots=True)
class MayPost:
    """What this reader may do with a post; templates ask here and nowhere else."""

    react: bool = False
    reply: bool = False
    quote: bool = False
    edit: bool = False
    withdraw: bool = False
    flag: bool = False
    seal: bool = False
    unseal: bool = False
    remove: bool = False
    move: bool = False
    restore: bool = False
    answer: bool = False
    history: bool = False


@dataclass(frozen=True, slots=True)
class MayThread:
    """What this reader may do with a thread."""

    reply: bool = False
    rename: bool = False
    lock: bool = False
    pin: bool = False
    move: bool = False
    note: bool = False
    neutralise: bool = False
    give_back: bool = False
    flag: bool = False
    why_not: str = ""


def may_post(
    reader: Reader,
    facts: PostFacts,
    *,
    sealed: bool,
    open_to_words: bool,
    is_answer: bool = False,
    is_opening: bool = False,
) -> MayPost:
    """What the rules allow, for the buttons under a post.

    Shapes: `open_to_words` = the post stands and its words can be read by somebody; `is_opening` = it began the thread,
    so that it is what is asked.
    """

    def allowed(action: Action) -> bool:
        return judge(reader, action, facts).allowed

    writes = judge(reader, Action.POST_WRITE, facts.thread).allowed and open_to_words
    answers = judge(reader, Action.THREAD_ANSWER, facts.thread).allowed
    gone = facts.removed or facts.withdrawn
    return MayPost(
        react=open_to_words and allowed(Action.POST_REACT),
        reply=writes,
        quote=writes,
        edit=allowed(Action.POST_AMEND),
        withdraw=allowed(Action.POST_WITHDRAW),
        flag=open_to_words and allowed(Action.POST_FLAG),
        seal=not sealed and not gone and allowed(Action.POST_SEAL),
        unseal=sealed and not gone and allowed(Action.POST_UNSEAL),
        remove=not gone and allowed(Action.POST_REMOVE),
        move=not gone and allowed(Action.POST_MOVE),
        restore=facts.removed and allowed(Action.POST_RESTORE),
        answer=open_to_words and answers and not is_answer and not is_opening,
        history=open_to_words,
    )


def may_thread(reader: Reader, facts: ThreadFacts, *, neutral: bool = False) -> MayThread:
    """What the rules allow, for the buttons of a thread.

    Shapes: `why_not` = why one may not reply, a code; `neutral` = its title is covered by a neutral one.
    """

    def allowed(action: Action) -> bool:
        return judge(reader, action, facts).allowed

    writing = judge(reader, Action.POST_WRITE, facts)
    return MayThread(
        reply=writing.allowed,
        rename=allowed(Action.THREAD_RENAME),
        lock=allowed(Action.THREAD_LOCK),
        pin=allowed(Action.THREAD_PIN),
        move=allowed(Action.THREAD_LOCK),
        note=allowed(Action.THREAD_NOTE),
        neutralise=not neutral and facts.kind not in FROM_CALENDAR and allowed(Action.THREAD_NEUTRALISE),
        give_back=neutral and allowed(Action.THREAD_GIVE_BACK_TITLE),
        flag=facts.kind not in FROM_CALENDAR and allowed(Action.POST_FLAG),
        why_not=writing.reason,
    )
