"""Telling somebody what became of the mail they sent."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override
from django_tasks import task

from intranet.core.notifications import conf


@task()
def send_answer(person_id: int, subject: str, why: str, words: str, message_id: str) -> None:
    """Say why a reply was not posted, and give its words back."""
    person = get_user_model()._default_manager.filter(pk=person_id, is_active=True).first()
    if person is None or not person.email or not conf.mail_is_sent():
        return
    with override(settings.LANGUAGE_CODE):
        body = render_to_string("notifications/reply_answer.txt", {"why": why, "words": words, "site": settings.WAGTAILADMIN_BASE_URL})
    headers = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    answered = "".join(message_id.split())
    if answered:
        headers |= {"In-Reply-To": answered, "References": answered}
    EmailMessage(subject=subject, body=body, to=[person.email], headers=headers).send()
