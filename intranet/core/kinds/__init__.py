"""What a thing can be: small abstract models. What inherits one *is* that, everywhere.

The class tree is the registry, as ``kinds_of(Findable)``. Nothing here has a table, and nothing here imports anything of ours.
"""

from typing import TYPE_CHECKING

from intranet.core.kinds.answers import Addressee, Answerable, Heard, Office
from intranet.core.kinds.things import (
    Authored,
    Carded,
    CaseContext,
    CommentsNow,
    CommentsState,
    Discussable,
    DocumentFields,
    Findable,
    Followable,
    Moderated,
    Reportable,
    State,
    Visible,
    kinds_of,
)

if TYPE_CHECKING:
    from intranet.core.kinds.things import AnyUser as AnyUser
    from intranet.core.kinds.things import Person as Person

__all__ = [
    "Addressee",
    "Answerable",
    "Authored",
    "Carded",
    "CaseContext",
    "CommentsNow",
    "CommentsState",
    "Discussable",
    "DocumentFields",
    "Findable",
    "Followable",
    "Heard",
    "Moderated",
    "Office",
    "Reportable",
    "State",
    "Visible",
    "kinds_of",
]
