"""The kinds that have joined: one file an app, imported here."""

from tests.visibility.kinds import blogs, forums, guidance, moderation, notifications, organisation, outcomes, polls, training

__all__ = ["blogs", "forums", "guidance", "moderation", "notifications", "organisation", "outcomes", "polls", "training"]
