"""People's homes: there, theirs, closed to others, without files that let others in."""

from __future__ import annotations

import os
import stat
from typing import Dict, Iterator, List, Tuple

from ..edits import Edits
from ..errors import InapplicableError
from ..facts import User
from ..host import Host
from ..item import Item
from ..kinds.permission import permit, words
from ..result import Evidence, Result
from .check import Check, by_a_person, none_of
from .people import people

_FORBIDDEN = (".rhosts", ".shosts", ".netrc", ".forward")
_PRIVATE = frozenset({".netrc", ".bash_history", ".pgpass", ".my.cnf"})
_MARKERS = frozenset({".sudo_as_admin_successful", ".hushlogin"})  # empty, and made anew
_SHARED = ("/", "/bin", "/dev", "/nonexistent", "/root", "/usr", "/usr/sbin", "/var", "/var/empty")

Mended = Dict[str, Tuple[os.stat_result, int, int, int]]


def _homes(host: Host) -> Iterator[Tuple[User, os.stat_result]]:
    """People's homes that are there, each once; not folders that belong to the system."""
    for user in people(host):
        state = host.stat(user.home)
        if user.home not in _SHARED and state is not None and stat.S_ISDIR(state.st_mode):
            yield user, state


def _exists(host: Host, item: Item) -> Result:  # noqa: ARG001 (a Reader)
    wrong = []
    for user in people(host):
        state = host.stat(user.home)
        if state is None:
            wrong.append(Evidence("/etc/passwd", user.line, f"{user.home} of {user.name} is not there"))
        elif state.st_uid != user.uid:
            wrong.append(Evidence(user.home, None, f"belongs to {host.owner(state.st_uid, 0)[0]}"))
    return none_of(wrong, "every home is there and its person's", ["/etc/passwd"])


def _mode(host: Host, item: Item) -> Mended:
    most = int(str(item.table("values").get("mode", "0750")), 8)
    return {
        user.home: (state, stat.S_IMODE(state.st_mode) & most, state.st_uid, state.st_gid)
        for user, state in _homes(host)
        if stat.S_IMODE(state.st_mode) & ~most & 0o7777
    }


def _dots(host: Host) -> Iterator[Tuple[User, str, os.stat_result]]:
    for user, _ in _homes(host):
        for entry in os.scandir(host.path(user.home)):
            if entry.name.startswith(".") and entry.is_file(follow_symlinks=False):
                yield user, f"{user.home}/{entry.name}", entry.stat(follow_symlinks=False)


def _dot_modes(host: Host, item: Item) -> Mended:
    most = int(str(item.table("values").get("mode", "0740")), 8)
    mended: Mended = {}
    for user, path, state in _dots(host):
        if os.path.basename(path) in (*_names(item), *_MARKERS):
            continue
        limit = 0o600 if os.path.basename(path) in _PRIVATE else most
        mode = stat.S_IMODE(state.st_mode)
        aim = mode & limit, user.uid, user.gid
        if aim != (mode, state.st_uid, state.st_gid):
            mended[path] = (state, *aim)
    return mended


def _names(item: Item) -> List[str]:
    return [str(name) for name in item.table("values").get("forbidden", _FORBIDDEN)]


def _forbidden(host: Host, item: Item) -> List[str]:
    return sorted(path for _, path, _ in _dots(host) if os.path.basename(path) in _names(item))


def _read_modes(host: Host, item: Item) -> Result:
    wrong = [Evidence(path, None, words(host, entry[0])) for path, entry in sorted(_mode(host, item).items())]
    return none_of(wrong, f"at most {item.table('values').get('mode', '0750')}", ["/etc/passwd"])


def _read_dots(host: Host, item: Item) -> Result:
    wrong = [Evidence(path, None, f"{os.path.basename(path)} is there") for path in _forbidden(host, item)]
    modes = sorted(_dot_modes(host, item).items())
    wrong += [Evidence(path, None, words(host, entry[0])) for path, entry in modes]
    return none_of(wrong, "none that lets others in", ["/etc/passwd"])


def _mend(item: Item, edits: Edits, mended: Mended) -> None:
    for path, (state, *aim) in sorted(mended.items()):
        edits.permit(permit(edits.host, item.id, path, state, (aim[0], aim[1], aim[2])))


def _mend_dots(item: Item, edits: Edits) -> None:
    mended, forbidden = _dot_modes(edits.host, item), _forbidden(edits.host, item)
    _mend(item, edits, mended)
    if item.table("values").get("remove") is True:
        for path in forbidden:
            edits.remove(item.id, path)
    elif forbidden and not mended:
        raise InapplicableError(f"people's files are theirs to remove: {', '.join(forbidden)}")


CHECKS = {
    "home-exists": Check(_exists, by_a_person("whose files they are only the host's owner knows")),
    "home-mode": Check(_read_modes, lambda item, edits: _mend(item, edits, _mode(edits.host, item))),
    "dot-files": Check(_read_dots, _mend_dots),
}
"""Those of this file, by name."""
