"""What a run depends on beside the files of its program: environment, clouds.yaml, code, libraries.

Each is kept as one hash. What may hold secrets (every variable's value, the
entries of clouds.yaml, the passphrase) goes through a slow, keyed one, so that
nothing can be guessed from what is kept.
"""

import functools
import hashlib
import json
import os
import re
import sys
import sysconfig
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import gcloud

VOLATILE: Final = re.compile(
    r"_|SHLVL|PWD|OLDPWD|TERM|TERM_.*|COLORTERM|COLUMNS|LINES|NO_COLOR|LS_COLORS|PS[0-4]|PROMPT_COMMAND"
    r"|HIST.*|EDITOR|VISUAL|PAGER|LESS.*|MAIL|DISPLAY|WAYLAND_DISPLAY|WINDOWID|XAUTHORITY"
    r"|SSH_.*|SUDO_.*|TMUX.*|STY|XDG_SESSION_.*|XDG_RUNTIME_DIR|DBUS_SESSION_BUS_ADDRESS|INVOCATION_ID|JOURNAL_STREAM"
)
"""Variables of the terminal and the log-in: they differ from shell to shell and mean nothing to programs."""

_SECRET_FILE: Final = "PULUMI_CONFIG_PASSPHRASE_FILE"  # noqa: S105 - a variable's name

_WORK: Final = 2**13
"""scrypt's cost: thirty milliseconds and 8 MiB a guess."""

_SUFFIXES: Final = (".yaml", ".yml", ".json")
_CONFIGURATION: Final = {
    "clouds": "OS_CLIENT_CONFIG_FILE",
    "secure": "OS_CLIENT_SECURE_FILE",
    "clouds-public": "OS_CLIENT_VENDOR_FILE",
}


class Surroundings:
    """Everything around a run, as it is when it is first asked for.

    Args:
        key: of the hashes.
        environment: the process's variables.
    """

    def __init__(self, key: bytes, environment: Mapping[str, str]) -> None:
        self._key = key
        self._environment = dict(environment)
        self._clouds: dict[tuple[str | None, ...], str] = {}

    def kept(self, clouds: Iterable[str | None]) -> dict[str, str]:
        """Give the hashes that are kept, by what they are of.

        Args:
            clouds: the clouds that the run reaches, by their names in clouds.yaml; None is
                the one that nobody named.
        """
        return {
            "the environment": self.environment,
            "clouds.yaml": self.clouds(clouds),
            "this program": self.code,
            "the installed libraries": self.libraries,
        }

    def take(self) -> None:
        """Look at all of it now: what is told later is what is there at this moment."""
        self._files, self._secret, self.code, self.libraries  # noqa: B018 - worked out once, by being asked for

    @functools.cached_property
    def environment(self) -> str:
        """Hash of all variables that are not volatile, and of what the passphrase's file holds."""
        told = {name: value for name, value in self._environment.items() if not VOLATILE.fullmatch(name)}
        return self._slow([sorted(told.items()), self._secret])

    def clouds(self, names: Iterable[str | None]) -> str:
        """Hash of what the clouds' configuration files say of these clouds."""
        wanted = tuple(sorted(set(names), key=str))
        if wanted not in self._clouds:
            self._clouds[wanted] = self._slow([wanted, list(self._entries(wanted))])
        return self._clouds[wanted]

    @functools.cached_property
    def code(self) -> str:
        """Hash of this package's own files, by size and time."""
        return self._quick(_tree(Path(gcloud.__file__).resolve().parent))

    @functools.cached_property
    def libraries(self) -> str:
        """Hash of the interpreter and of what is installed in it."""
        places = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
        return self._quick([sys.version, sys.executable, *(_installed(place) for place in places)])

    def _entries(self, names: tuple[str | None, ...]) -> Iterator[tuple[str, Any]]:
        for path, text in self._files.items():
            yield path, _reduced(text, names)

    @functools.cached_property
    def _secret(self) -> str | None:
        return _text(self._environment.get(_SECRET_FILE))

    @functools.cached_property
    def _files(self) -> dict[str, str]:
        """The clouds' configuration files that there are, with what they hold."""
        found: dict[str, str] = {}
        for stem, variable in _CONFIGURATION.items():
            named = self._environment.get(variable)
            for path in [named] if named else self._candidates(stem):
                text = _text(path)
                if text is not None:
                    found[path] = text
        return found

    def _candidates(self, stem: str) -> list[str]:
        """Give where openstacksdk looks for a file (openstack/config/loader.py)."""
        known = self._environment
        home = known.get("SNAP_REAL_HOME") or known.get("HOME") or os.path.expanduser("~")  # noqa: PTH111 - as there
        configs = self._environment.get("XDG_CONFIG_HOME") or f"{home}/.config"
        sites = (self._environment.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(os.pathsep)
        folders = dict.fromkeys(
            [
                str(Path.cwd()),
                f"{configs}/openstack",
                f"{home}/.config/openstack",
                *(f"{site}/openstack" for site in sites),
                "/etc/openstack",
            ]
        )
        return [f"{folder}/{stem}{suffix}" for folder in folders for suffix in _SUFFIXES]

    def _quick(self, what: object) -> str:
        return hashlib.blake2b(_bytes(what), key=self._key, digest_size=16).hexdigest()

    def _slow(self, what: object) -> str:
        return _scrypt(_bytes(what), self._key)


@functools.lru_cache(maxsize=16)
def _scrypt(what: bytes, key: bytes) -> str:
    """The stacks of a site have the same surroundings, and each asks twice."""
    return hashlib.scrypt(what, salt=key, n=_WORK, r=8, p=1, dklen=16).hex()


def _reduced(text: str, names: tuple[str | None, ...]) -> Any:  # noqa: ANN401 - what a YAML file holds
    """Give what a file says of some clouds, and all that it says of none; the whole if it can't be read."""
    import yaml  # noqa: PLC0415 - as below

    load: Callable[[str], Any] = functools.partial(
        yaml.load, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    try:
        document = load(text)
    except yaml.YAMLError:
        return text
    clouds = document.get("clouds") if isinstance(document, dict) else None
    if not isinstance(clouds, dict) or None in names:
        return document
    return {**document, "clouds": {name: clouds.get(name) for name in names}}


def _text(path: str | None) -> str | None:
    if not path:
        return None
    try:
        return Path(path).read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None


def _tree(folder: Path) -> list[tuple[str, int, int]]:
    """List a folder's files with size and time; what Python compiles by itself is left out."""
    found: list[tuple[str, int, int]] = []
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in files:
            status = os.stat(f"{here}/{name}")  # noqa: PTH116 - hundreds of files, at every command
            found.append((f"{here}/{name}", status.st_size, status.st_mtime_ns))
    return sorted(found)


def _installed(place: str) -> list[tuple[str, int]]:
    """List a folder of libraries: names, and the times of what an installation writes."""
    try:
        with os.scandir(place) as entries:
            return sorted(
                (entry.name, entry.stat().st_mtime_ns if _is_told(entry) else 0)
                for entry in entries
                if entry.name != "__pycache__"
            )
    except OSError:
        return []


def _is_told(entry: "os.DirEntry[str]") -> bool:
    # A library's folder changes its time when Python compiles what is in it.
    return entry.name.endswith((".dist-info", ".egg-info")) or entry.is_file()


def _bytes(what: object) -> bytes:
    try:
        return json.dumps(what, sort_keys=True, default=str).encode()
    except TypeError:
        return repr(what).encode(errors="surrogateescape")  # YAML takes a number beside a text as a name
