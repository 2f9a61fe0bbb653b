"""Settings from the environment: each variable also as ``NAME_FILE``, and one clear line when a value is wrong."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

import environ

if TYPE_CHECKING:
    from collections.abc import Sequence

SECRET_WORDS = ("SECRET", "TOKEN", "PASSWORD", "KEY")
MASK = "********"
BOOLEANS = (*environ.Env.BOOLEAN_TRUE_STRINGS, "false", "off", "n", "no", "0", "")


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable that the settings have asked for, and where its value came from."""

    name: str
    value: Any
    source: str

    def shown(self) -> str:
        """The value as it may be printed: secrets, and passwords inside addresses, are masked."""
        text = "" if self.value is None else str(self.value)
        if any(word in self.name for word in SECRET_WORDS):
            return MASK if text else ""
        return without_password(text)


class Environment(environ.Env):
    """django-environ, which also reads ``NAME_FILE``, remembers what it was asked, and stops with one line instead of a traceback."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[str, Variable] = {}

    def get_value(self, var: str, cast: Any = None, default: Any = environ.Env.NOTSET, parse_default: bool = False) -> Any:
        try:
            source = self._read_file(var)
            if cast is bool and source != "default" and os.environ[var].strip().lower() not in BOOLEANS:
                stop(f"{var} must be true or false, not {os.environ[var]!r}.")
            value = super().get_value(var, cast=cast, default=default, parse_default=parse_default)
        except environ.ImproperlyConfigured:
            stop(f"{var} is not set, and there is no default for it.")
        except (ValueError, TypeError, KeyError):
            stop(f"{var} has a value that cannot be used: {cast.__name__ if isinstance(cast, type) else 'another form'} is expected.")
        self.asked[var] = Variable(var, value, source)
        return value

    def choice(self, var: str, among: Sequence[str], default: str) -> str:
        """One of a few words."""
        value: str = self.str(var, default=default)
        if value not in among:
            stop(f"{var} must be {' or '.join(among)}, not {value!r}.")
        return value

    def address(self, var: str, schemes: Sequence[str], default: str = "") -> str:
        """An address with one of some schemes, or nothing."""
        value: str = self.str(var, default=default)
        if not value:
            return ""
        try:
            parts = urlsplit(value)
            known = parts.scheme in schemes and parts.port is not False
        except ValueError:
            stop(f"{var} is not an address: its port or host cannot be read.")
        if not known:
            stop(f"{var} must begin with {' or '.join(scheme + '://' for scheme in schemes)}.")
        if not (parts.hostname or parts.path.strip("/")) and not parts.scheme.endswith("mail"):
            stop(f"{var} names no host.")
        return value

    def database(self, var: str, default: str) -> dict[str, Any]:
        """Django's dictionary for PostgreSQL or SQLite."""
        value = self.address(var, ("postgres", "postgresql", "sqlite"), default=default)
        if not value.startswith("sqlite"):
            self.needs_package("psycopg", "postgres", var)
        config = dict(self.db_url_config(value))
        if config["ENGINE"].endswith("sqlite3") and config["NAME"] != ":memory:":
            writable_folder(Path(config["NAME"]).parent, var)
        elif not config["NAME"]:
            stop(f"{var} names no database: postgres://user:password@host:port/name is expected.")
        return config

    def mail(self, var: str, default: str) -> dict[str, Any]:
        """Django's ``EMAIL_…`` settings."""
        value = self.address(var, ("smtp", "smtp+tls", "smtp+ssl", "smtps", "consolemail", "filemail", "memorymail"), default=default)
        config = dict(self.email_url_config(value))
        config["EMAIL_PORT"] = config["EMAIL_PORT"] or 25
        return config

    def needs_package(self, package: str, extra: str, var: str) -> None:
        """End here when what a variable asks for was not installed."""
        if find_spec(package) is None:
            stop(f"{var} needs the package {package}, which is not installed: it comes with the extra [{extra}].")

    def _read_file(self, var: str) -> str:
        path = os.environ.get(f"{var}_FILE")
        if path is None:
            return "environment" if var in os.environ else "default"
        if var in os.environ and os.environ.get(f"_{var}_FROM") != path:
            stop(f"{var} and {var}_FILE are both set; keep one of them.")
        try:
            os.environ[var] = Path(path).read_text(encoding="utf-8").strip()
        except UnicodeDecodeError:
            stop(f"{var}_FILE names {path}, which is not a text in UTF-8.")
        except OSError as error:
            stop(f"{var}_FILE names {path}, which cannot be read: {error.strerror}.")
        os.environ[f"_{var}_FROM"] = path  # so that a child process, which inherits both, does not see a quarrel
        return f"{var}_FILE"


def writable_folder(folder: Path, var: str) -> Path:
    """The folder, made if need be; or the end, when nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        stop(f"the folder {folder} cannot be written: {error.strerror} (see {var}).")
    return folder


def s3_options(address: str) -> dict[str, Any]:
    """What django-storages needs of ``s3://key:secret@bucket/prefix?endpoint=https://…&region=…``. Nobody reads past our own checked view."""
    parts = urlsplit(address)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    options = {
        "bucket_name": parts.hostname,
        "location": parts.path.strip("/"),
        "access_key": unquote(parts.username) if parts.username else None,
        "secret_key": unquote(parts.password) if parts.password else None,
        "endpoint_url": query.get("endpoint"),
        "region_name": query.get("region"),
        "default_acl": "private",
        "querystring_auth": True,
        "querystring_expire": 60,
        "file_overwrite": False,
    }
    return {name: value for name, value in options.items() if value is not None}


def without_password(address: str) -> str:
    """An address as it may be shown."""
    if "@" not in address or "://" not in address:
        return address
    parts = urlsplit(address)
    user, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}:{MASK}@{host}"))


def stop(message: str) -> Any:
    """End the process with one line on standard error and exit code 1."""
    sys.stderr.write(f"roost: {message}\n")
    raise SystemExit(1)
