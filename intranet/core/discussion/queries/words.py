"""Words about a comment: those that only who hears the page is told, and those that name another comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

if TYPE_CHECKING:
    from intranet.core.discussion.models import Comment


class WordsOfAPage:
    """Translated once for a page, and put together for each comment: as tags of a template they were a third of what a comment costs."""

    def __init__(self) -> None:
        self._of_number = {
            "by": gettext("Comment %(number)s by"),
            "at": gettext("Comment %(number)s,"),
        }
        self._of_above = {
            "replies": gettext(", reply to comment %(number)s"),
            "in_reply_to": gettext("in reply to %(number)s"),
        }
        self._of_what = {
            "reply": gettext("to %(what)s"),
            "react": gettext("for %(what)s"),
            "more": gettext("More for %(what)s"),
            "address": gettext("of %(what)s"),
        }

    def about(self, comment: Comment) -> dict[str, str]:
        """What is said about one comment.

        ``anchor``, its id on the page; ``by`` and ``at``, before its author and its moment; ``replies`` and ``in_reply_to``, where it replies;
        and what follows the words of its controls: ``reply``, ``react``, ``more``, ``address``.
        """
        number, what = {"number": comment.number}, {"what": comment.what}
        words = {name: pattern % number for name, pattern in self._of_number.items()}
        words |= {name: pattern % what for name, pattern in self._of_what.items()}
        if comment.in_reply_to:
            above = {"number": comment.in_reply_to}
            words |= {name: pattern % above for name, pattern in self._of_above.items()}
        return {**words, "anchor": f"c-{comment.number}"}
