"""The command that tries the mail server: one mail, or one clear line; and the forms that EMAIL_URL has."""

from __future__ import annotations

import ipaddress
import ssl
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import CommandError, call_command

from intranet.environment import Environment
from tests.postbox import free_port, open_postbox, silent_port, use_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postbox import Postbox

ADDRESS = "priya@northmoor.example"


def send(address: str = ADDRESS) -> str:
    said = StringIO()
    call_command("send_test_mail", address, stdout=said)
    return said.getvalue()


def test_it_says_who_took_it(postbox: Postbox, settings: Any) -> None:
    assert send() == f"127.0.0.1:{settings.EMAIL_PORT} took the mail from Roost <roost@localhost> to {ADDRESS}.\n"
    (message,) = postbox.taken
    assert (message["To"], message["Auto-Submitted"]) == (ADDRESS, "auto-generated")


def test_without_a_server_it_names_the_backend() -> None:
    assert send().startswith("django.core.mail.backends.locmem.EmailBackend took the mail")


@pytest.mark.parametrize("address", ["priya", "a@b\r\nBcc: x@y.example", ""])
def test_what_is_no_address_is_said_before(address: str) -> None:
    with pytest.raises(CommandError, match="is no mail address"):
        send(address)


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ({"mail": "550 5.7.1 not you"}, "does not let us send as EMAIL_FROM, Roost <roost@localhost>.\n550 5.7.1 not you"),
        ({"rcpt": "550 5.1.1 unknown"}, "does not take mail for this address.\n550 5.1.1 unknown"),
        ({"data": "554 5.6.0 no"}, "did not take the mail.\n554 5.6.0"),
        ({"data": "drop"}, "did not take the mail.\nSMTPServerDisconnected"),
        ({"mail": "hang"}, "did not answer within 0.6 seconds"),
    ],
)
def test_a_refusal_is_said_in_words(postbox: Postbox, steps: dict[str, str], words: str) -> None:
    postbox.be(**steps)
    with pytest.raises(CommandError) as error:
        send()
    assert words in str(error.value)


def test_a_server_that_is_not_there(settings: Any) -> None:
    use_server(settings, free_port())
    with pytest.raises(CommandError, match=r"Nobody answers at 127\.0\.0\.1"):
        send()


def test_a_host_that_is_none(settings: Any) -> None:
    use_server(settings, 25, HOST="no-such-host.invalid")
    with pytest.raises(CommandError, match=r"There is no host no-such-host\.invalid:25"):
        send()


def test_a_server_that_says_nothing(settings: Any) -> None:
    with silent_port() as port:
        use_server(settings, port)
        with pytest.raises(CommandError, match=r"did not answer within 0\.6 seconds"):
            send()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    start = datetime.now(UTC) - timedelta(days=1)
    built = (
        x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=key.public_key(), serial_number=x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=7))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path: Path = tmp_path_factory.mktemp("tls") / "server.pem"
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(secret + built.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def secured(certificate: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Opens a server with TLS and a password, and sets what an EMAIL_URL says. The certificate is trusted unless told otherwise."""

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"roost", b"s3cret/")
        return AuthResult(success=known, handled=False)

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)

    with ExitStack() as stack:

        def open_one(url: str, *, from_start: bool = False, trusted: bool = True) -> Postbox:
            options = {"ssl_context": context} if from_start else {"tls_context": context, "require_starttls": True}
            more = {"authenticator": authenticate, "auth_required": True, "auth_require_tls": not from_start}
            box, port = stack.enter_context(open_postbox(**options, **more))
            for name, value in Environment().mail("TEST_EMAIL_URL", default=url.format(port=port)).items():
                setattr(settings, name, value)
            settings.EMAIL_TIMEOUT = 5
            if trusted:
                monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
            return box

        yield open_one


@pytest.mark.parametrize(("scheme", "from_start"), [("smtp+tls", False), ("smtp+ssl", True), ("smtps", False)])
def test_tls_and_a_password(secured: Any, scheme: str, from_start: bool) -> None:
    box = secured(scheme + "://roost:s3cret%2F@127.0.0.1:{port}", from_start=from_start)

    assert "took the mail" in send()
    assert len(box.taken) == 1


def test_a_wrong_password(secured: Any) -> None:
    secured("smtp+tls://roost:wrong@127.0.0.1:{port}")
    with pytest.raises(CommandError, match="does not know the user and password in EMAIL_URL"):
        send()


def test_a_certificate_that_nobody_trusts_is_never_accepted(secured: Any) -> None:
    box = secured("smtp+tls://roost:s3cret%2F@127.0.0.1:{port}", trusted=False)
    with pytest.raises(CommandError, match=r"certificate of 127\.0\.0\.1:\d+ is not trusted"):
        send()
    assert box.taken == []


def test_a_server_without_tls_gets_no_password(settings: Any, postbox: Postbox) -> None:
    """It is not sent in the clear instead."""
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = True, "roost", "s3cret/"
    with pytest.raises(CommandError, match="does not offer what EMAIL_URL asks for"):
        send()
    assert postbox.taken == []


def test_tls_from_the_start_where_there_is_none(settings: Any, postbox: Postbox) -> None:
    settings.EMAIL_USE_SSL = True
    with pytest.raises(CommandError, match="does not speak TLS as EMAIL_URL says"):
        send()
