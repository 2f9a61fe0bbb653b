"""Keeping a name from colleagues: sealed when something is written, and opened by two senior moderators, for a reason of a short list."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from intranet.core.background import now
from intranet.core.background.sealing import disclose, enclose
from intranet.core.moderation.models import Opening, Seal, mark_of, place_of
from intranet.core.moderation.notices import NameAsked, NameDecided, NewsWithoutName
from intranet.core.moderation.rules import may_open_names
from intranet.core.notifications.actions import notify
from intranet.core.organisation.models import Role, Service
from intranet.core.organisation.queries import holders_of, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model, QuerySet

    from intranet.core.kinds import Moderated, Person

#: Whose names the aliases are. None is a surname that is common here, and none has a bad name.
BIRDS = (
    "avocet", "bittern", "blackcap", "bullfinch", "bunting", "chaffinch", "chiffchaff", "coot", "cormorant", "corncrake", "crane", "curlew", "dipper",
    "dotterel", "dunlin", "dunnock", "eider", "fieldfare", "firecrest", "fulmar", "gannet", "godwit", "goldcrest", "goldeneye", "goldfinch", "goosander",
    "grebe", "greenfinch", "greenshank", "guillemot", "heron", "hoopoe", "kestrel", "kingfisher", "kittiwake", "lapwing", "linnet", "magpie", "mallard",
    "merlin", "moorhen", "nightjar", "nuthatch", "osprey", "oystercatcher", "petrel", "pintail", "pipit", "plover", "pochard", "ptarmigan", "puffin",
    "redshank", "redstart", "redwing", "sanderling", "sandpiper", "shearwater", "shelduck", "siskin", "skylark", "snipe", "stonechat", "swallow",
    "teal", "tern", "thrush", "treecreeper", "turnstone", "wagtail", "warbler", "waxwing", "wheatear", "whimbrel", "whinchat", "wigeon", "wren",
)  # fmt: skip
TRIES = 5


class SealedAway(Exception):
    """The name may not be opened by this person, or not for this reason, or it was decided already."""


def seal_author(place: Model, *, person: Person, alias: str = "") -> Seal:
    """The alias of a person in a place, which is the same each time; who it is lies encrypted beside it."""
    name, mark = place_of(place), mark_of(place_of(place), person)
    for _try in range(TRIES):
        found = Seal.objects.filter(place=name, mark=mark).first()
        if found is not None:
            return found
        fresh = alias or _alias(set(Seal.objects.filter(place=name).values_list("alias", flat=True)))
        try:
            with transaction.atomic():
                return Seal.objects.create(place=name, alias=fresh, mark=mark, box=enclose(str(person.pk), about=name))
        except IntegrityError:  # somebody took the alias, or the same form came twice: look again
            continue
    raise SealedAway


def _alias(taken: set[str]) -> str:
    aliases = [_("Anonymous %(bird)s") % {"bird": bird} for bird in BIRDS]
    free = [alias for alias in aliases if alias not in taken]
    return secrets.choice(free) if free else f"{secrets.choice(aliases)} {len(taken) + 1}"


def note_news(seals: QuerySet[Seal]) -> None:
    """Something happened that those behind the aliases want to hear of; ``tell_news`` tells them."""
    seals.filter(news=False).update(news=True)


@transaction.atomic
def tell_news() -> int:
    """Tell everybody behind an alias with news that there are some, and say how many were told.

    The notice names neither the thing nor its place, and all are written at one moment and in no order: what is kept of it leads from no person
    to what they wrote. The page it opens works that out for its reader alone.
    """
    waiting = list(Seal.objects.select_for_update().filter(news=True))
    Seal.objects.filter(pk__in=[seal.pk for seal in waiting]).update(news=False)
    keys = {_key_in(seal) for seal in waiting}
    people = list(get_user_model()._default_manager.filter(pk__in=keys, is_active=True, roost_profile__isnull=False).select_related("roost_profile"))
    secrets.SystemRandom().shuffle(people)
    moment = now().isoformat()
    for person in people:
        notify(NewsWithoutName, thing=person.roost_profile, recipients=[person], event=f"without-name:{person.pk}:{moment}")
    return len(people)


def _key_in(seal: Seal) -> int:
    return int(disclose(bytes(seal.box), about=seal.place))


@transaction.atomic
def ask_to_open(thing: Moderated, *, moderator: Person, reason: str, words: str) -> Opening:
    """Ask the other senior moderators whether a name should be opened; while that waits, the same request is given back."""
    seal, context = getattr(thing, "seal", None), thing.case_context()
    service = Service.objects.filter(pk=context.service_id).first() if context.service_id else None
    if seal is None or seal.is_of(moderator) or not may_open_names(moderator, service=service, area=context.area):
        raise SealedAway
    waiting = Opening.objects.select_for_update(of=("self",)).filter(seal=seal, decision="").first()
    if waiting is not None:
        return waiting  # type: ignore[no-any-return]
    asked: dict[str, Any] = {"asked_by": moderator, "asked_by_name": name_of(moderator), "asked_at": now()}
    opening: Opening = Opening.objects.create(
        seal=seal, thing=thing, title=context.title[:200], service=service, area=context.area, reason=reason, words=words.strip(), **asked
    )
    log(opening, "roost.moderation.ask_for_name", user=moderator, data={"reason": reason, "words": opening.words})
    others = holders_of(Role.SENIOR_MODERATOR, service=service, area=context.area).exclude(pk=moderator.pk)
    notify(NameAsked, thing=opening, recipients=others, actor=moderator)
    return opening


@transaction.atomic
def decide_opening(opening: Opening, *, moderator: Person, opens: bool, answer: str) -> Opening:
    """The second moderator opens the name to the two of them, or refuses. Who wrote the thing is told, that of a refusal too."""
    current: Opening = Opening.objects.select_for_update(of=("self",)).select_related("seal", "service").get(pk=opening.pk)
    if not may_decide(moderator, current) or (opens and current.reason == Opening.Reason.OTHER):
        raise SealedAway
    current.decision = Opening.Decision.OPENED if opens else Opening.Decision.REFUSED
    current.answer, current.decided_by, current.decided_by_name, current.decided_at = answer.strip(), moderator, name_of(moderator), now()
    current.save(update_fields=["decision", "answer", "decided_by", "decided_by_name", "decided_at"])
    log(current, f"roost.moderation.name_{current.decision}", user=moderator, data={"words": current.answer})
    note_news(Seal.objects.filter(pk=current.seal_id))
    if current.asked_by is not None:
        notify(NameDecided, thing=current, recipients=[current.asked_by], actor=moderator)
    return current


def may_decide(moderator: Person, opening: Opening) -> bool:
    """Whether the person is the second one: not who asked, not who wrote it, and senior in its place."""
    if not opening.is_open or opening.asked_by_id == moderator.pk or opening.seal.is_of(moderator):
        return False
    return may_open_names(moderator, service=opening.service, area=opening.area)


def may_read(moderator: Person, opening: Opening) -> bool:
    """Whether the person is one of the two to whom the name was opened."""
    return opening.decision == Opening.Decision.OPENED and moderator.pk in (opening.asked_by_id, opening.decided_by_id)


@transaction.atomic
def read_name(opening: Opening, *, moderator: Person) -> Person | None:
    """Who wrote it, for the two who opened the name; each look is logged. None when the account is gone."""
    if not may_read(moderator, opening):
        raise SealedAway
    log(opening, "roost.moderation.name_read", user=moderator)
    return get_user_model()._default_manager.select_related("roost_profile").filter(pk=_key_in(opening.seal)).first()


def seals_of(person: Person, seals: Iterable[Seal]) -> list[Seal]:
    """Of seals, those that are the person's."""
    return [seal for seal in seals if seal.is_of(person)]
