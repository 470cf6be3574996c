"""The keys of a site's hosts: a known_hosts file of ssh, which the site keeps in git.

Lines name a host by its name in the site, not by its address, so that a host that
moves stays known and one that takes over an address does not become another.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from gcloud.engine.state import files
from gcloud.errors import InputError
from gcloud.harden.keys.key import HostKey, host_key

NAME: Final = "known_hosts"
"""The file, in the site's folder."""

_HEAD: Final = (
    "# The keys of the site's hosts, by name. Written by `govcloud hosts trust`; commit it: it is how\n"
    "# everybody else, and CI, knows that a host is the right one.\n"
)
_AUTHORITY: Final = "@cert-authority"
_FIELDS: Final = 3


class KnownHosts:
    """The known_hosts file of a site.

    Args:
        file: the file; it need not be there.

    Raises:
        InputError: a line of it is none.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._keys: dict[str, tuple[HostKey, ...]] = {}
        for number, line in enumerate((files.read(file) or b"").decode("utf-8", "replace").splitlines(), 1):
            words = line.split()
            if not words or words[0].startswith(("#", "@")):
                continue
            key = host_key(words[1], words[2]) if len(words) >= _FIELDS else None
            if key is None:
                raise InputError(
                    f"{file}:{number} is no line of known_hosts.",
                    hint="Remove it; `govcloud hosts trust` writes the file.",
                    data={"file": str(file), "line": number},
                )
            for name in words[0].split(","):
                self._keys[name] = (*self._keys.get(name, ()), key)

    def keys(self, host: str) -> tuple[HostKey, ...]:
        """The keys that are known of a host; none if it is not known."""
        return self._keys.get(host, ())

    def write(self, learnt: Mapping[str, Iterable[HostKey]], authorities: Iterable[str]) -> None:
        """Put down the keys of some hosts, in place of what was known of them.

        Args:
            learnt: by host.
            authorities: public keys of those that sign host keys.

        Raises:
            StateWriteError: the file can't be written; the old one stands.
        """
        known = {**self._keys, **{host: tuple(sorted(set(keys))) for host, keys in learnt.items()}}
        if learnt or self._authorities() != list(authorities):
            files.replace(self.file, self._text(known, authorities).encode(), self.file.parent)
            self._keys = known

    def _authorities(self) -> list[str]:
        lines = (files.read(self.file) or b"").decode("utf-8", "replace").splitlines()
        return [line.split(None, 2)[2] for line in lines if line.startswith(f"{_AUTHORITY} ")]

    def _text(self, known: Mapping[str, tuple[HostKey, ...]], authorities: Iterable[str]) -> str:
        lines = [f"{_AUTHORITY} * {key}" for key in authorities]
        lines += [f"{host} {key.kind} {key.blob}" for host in sorted(known) for key in known[host]]
        return _HEAD + "".join(f"{line}\n" for line in lines)
