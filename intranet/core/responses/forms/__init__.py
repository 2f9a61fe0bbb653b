"""What is said instead of an answer, of one that is none, and of what came of what people said."""

from intranet.core.responses.forms.outcomes import ChangeForm, FilterForm, OutcomeForm, ReviewForm
from intranet.core.responses.forms.questions import ActForm, AskForm, DeclineForm, HoldForm, PassOnForm, ReopenForm, WithdrawForm

__all__ = [
    "ActForm",
    "AskForm",
    "ChangeForm",
    "DeclineForm",
    "FilterForm",
    "HoldForm",
    "OutcomeForm",
    "PassOnForm",
    "ReopenForm",
    "ReviewForm",
    "WithdrawForm",
]
