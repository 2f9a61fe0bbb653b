"""What somebody wrote in a mail: a corpus of what mail programs send."""

from __future__ import annotations

import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from intranet.core.text.mails import is_automatic, written_in

WORDS = "Yes, Tuesday is fine.\n\nI bring the keys."

PLAIN = {
    "nothing answered": WORDS,
    "gmail": f"{WORDS}\n\nOn Tue, 3 Nov 2026 at 10:15, Roost <reply+abc@mail.example>\nwrote:\n\n> Lucy replied in “Keys”\n> http://roost.example/\n",
    "apple mail": f"{WORDS}\n\n> On 3 Nov 2026, at 10:15, Roost <roost@example.org> wrote:\n> \n> Lucy replied\n",
    "apple, introduction unquoted": f"{WORDS}\n\nOn 3 Nov 2026, at 10:15, Roost <r@example.org> wrote:\n\nLucy replied in “Keys”\n",
    "welsh": f"{WORDS}\n\nAr Maw, 3 Tach 2026 am 10:15, ysgrifennodd Roost <roost@example.org>:\n\n> Lucy replied\n",
    "outlook": f"{WORDS}\n\n________________________________\nFrom: Roost <roost@example.org>\nSent: 03 November 2026 10:15\nTo: Priya Nair\nSubject: Keys\n\nLucy",
    "outlook in welsh": f"{WORDS}\n\nOddi wrth: Roost <roost@example.org>\nAnfonwyd: 03 Tachwedd 2026 10:15\nAt: Priya Nair\nPwnc: Keys\n\nLucy",
    "old outlook": f"{WORDS}\n\n-----Original Message-----\nFrom: Roost\nSent: Tuesday\n\nLucy",
    "old outlook in welsh": f"{WORDS}\n\n-----Neges Wreiddiol-----\nOddi wrth: Roost\n\nLucy",
    "signature": f"{WORDS}\n\n-- \nPriya Nair\nHousing, 01632 960241\n",
    "telephone": f"{WORDS}\n\nSent from my iPhone\n\n> On 3 Nov 2026, at 10:15, Roost <r@example.org> wrote:\n> Lucy",
    "telephone in welsh": f"{WORDS}\n\nAnfonwyd o fy iPhone\n",
    "outlook on a telephone": f"{WORDS}\n\nGet Outlook for iOS\n________________________________\nFrom: Roost <r@e.org>\nSent: Tuesday\nTo: P\nSubject: K\n",
}
HTML = {
    "gmail": "<div dir='ltr'>Yes, Tuesday is fine.<br><br>I bring the keys.</div><br><div class='gmail_quote'><div class='gmail_attr'>On Tue, Roost wrote:"
    "<br></div><blockquote>Lucy replied</blockquote></div>",
    "outlook": "<style>p{color:red}</style><div><p>Yes, Tuesday is fine.</p><p>I bring the keys.</p></div><div id='appendonsend'></div><hr>"
    "<div id='divRplyFwdMsg'><b>From:</b> Roost</div><div>Lucy replied</div>",
    "apple mail": "<body>Yes, Tuesday is fine.<div><br></div><div>I bring the keys.<br><br><blockquote type='cite'><div>On 3 Nov, Roost wrote:</div>"
    "<div>Lucy</div></blockquote></div></body>",
    "with a script": "<p>Yes, Tuesday is fine.</p><script>alert(1)</script><p>I bring the keys.</p><img src='cid:logo'>",
}


def mail(text: str, subtype: str = "plain", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "priya@example.org"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text, subtype=subtype)
    return message


@pytest.mark.parametrize("name", PLAIN)
def test_plain_mail_without_what_it_answers(name: str) -> None:
    assert written_in(mail(PLAIN[name])).words == WORDS


@pytest.mark.parametrize("name", HTML)
def test_html_only_mail_as_words(name: str) -> None:
    assert written_in(mail(HTML[name], subtype="html")).words == WORDS


def test_words_that_only_look_like_an_answer_stay() -> None:
    words = "On Monday I wrote to them.\n\nFrom: the depot it takes an hour.\n\n> Which day?\n\nTuesday.\nAr y cyfan, da iawn."

    assert written_in(mail(words)).words == words


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\nCaf\xe9 at ten\r\n", "Café at ten"),
        (b"Content-Type: text/plain; charset=windows-1252\r\n\r\nIt\x92s ten\r\n", "It’s ten"),
        (b"Content-Type: text/plain; charset=nonsense\r\n\r\nT\xc5\xb7 \xc5\xb5yn\r\n", "Tŷ ŵyn"),
        (b"Content-Type: text/plain; charset=utf-8\r\n\r\nIt\x92s ten\r\n", "It’s ten"),
        (b"Content-Transfer-Encoding: base64\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nVMWtDQo=\r\n", "Tŭ"),
        (
            b"Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\nOne line \r\nthat was broken.\r\n\r\nAnother.\r\n",
            "One line that was broken.\n\nAnother.",
        ),
        (b"Content-Type: image/png\r\n\r\nxx", ""),
    ],
)
def test_charsets_and_broken_lines(raw: bytes, words: str) -> None:
    assert written_in(message_from_bytes(raw, policy=policy.default)).words == words


def test_files_are_counted_and_left_out() -> None:
    message = mail(WORDS)
    message.add_attachment(b"x" * 10, maintype="image", subtype="png", filename="a.png")
    message.add_attachment(b"y" * 10, maintype="image", subtype="png", disposition="inline")

    found = written_in(message)

    assert (found.words, found.files) == (WORDS, 1)


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"X_Autoreply": "yes"}, {"Return_Path": "<>"}, {"List_Id": "<all.example.org>"}],
)
def test_machines_are_told_apart(headers: dict[str, Any]) -> None:
    assert is_automatic(mail("I am away.", **headers))
    assert not is_automatic(mail("I am here.", Auto_Submitted="no"))


@pytest.mark.parametrize("text", ["On " * 7000, "On a\n" * 5000, ">" * 20000, "_" * 20000, "From: a\n" * 3000, "<div>" * 4000, "-" * 20000])
def test_long_and_strange_mails_cost_little(text: str) -> None:
    start = time.process_time()
    for subtype in ("plain", "html"):
        written_in(mail(text, subtype=subtype))
    assert time.process_time() - start < 1
