"""The words of titles that the machine makes, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.domain.labels import LabelWords
from forum.infra.web.times import plain_day
from forum.presenting.threads import TitleWords


def current_title_words() -> TitleWords:
    """The words for this request."""
    return TitleWords(
        named=_("{code}: {name}"),
        season=_("Season {season}"),
        special=_("Special: {name}"),
        part=_("Season {season}, {first} to {last}"),
        article=_("An article about {about}"),
        question=_("A question about {about}"),
        theory=_("A theory about {about}"),
        recap=_("A recap of {about}"),
        open=_("Talk about {about}"),
        unknown=_("something you have not seen yet"),
        nothing={
            "article": _("An article"),
            "question": _("A question"),
            "theory": _("A theory"),
            "recap": _("A recap"),
            "open": _("Talk"),
        },
        labels=_labels(),
    )


def _labels() -> LabelWords:
    return LabelWords(
        season=_("season {season} (up to {number})"),
        series=_("whole series (up to {code})"),
        unknown=_("whole series"),
        only=_("only {code}"),
        book=_("book: {work}"),
        the_book=_("the book"),
        chapter=_("{book} (up to chapter {chapter})"),
        promo=_("trailers and casting news"),
        leak=_("leak of {scope}"),
        special=_("special: {name}"),
        undated=_("no date"),
        day=plain_day,
    )
