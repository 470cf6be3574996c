"""People's accounts that nobody has used for long: told by name, for their owner to close."""

from __future__ import annotations

import os
import sqlite3
import struct
import time
from typing import Dict, Optional

from ..errors import UnreadableError
from ..host import Host
from ..item import Item
from ..result import Evidence, Result
from .check import Check, by_a_person, none_of
from .people import people
from .shadow import known

_OLD, _NEW = "/var/log/lastlog", "/var/lib/lastlog/lastlog2.db"
_RECORD = struct.Struct("=i32s256s")  # time, line, host: one for each number of an account
_DAY = 86400


def last_logins(host: Host) -> Dict[str, int]:
    """When each account was last used, in seconds from 1970; those never used are left out.

    Raises:
        UnreadableError: The host keeps no such record.
    """
    if host.stat(_NEW) is not None:
        return _database(host.path(_NEW))
    if host.stat(_OLD) is None:
        raise UnreadableError(f"nobody writes down who logs in: there is neither {_OLD} nor {_NEW}")
    found = {}
    with open(host.path(_OLD), "rb") as file:
        for user in host.users:
            if user.uid * _RECORD.size < os.fstat(file.fileno()).st_size:
                file.seek(user.uid * _RECORD.size)
                record = file.read(_RECORD.size)
                when = _RECORD.unpack(record)[0] if len(record) == _RECORD.size else 0
                if when:
                    found[user.name] = when
    return found


def _database(path: str) -> Dict[str, int]:
    try:
        with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as connection:
            return {
                str(name): int(when) for name, when in connection.execute("SELECT Name, Time FROM Lastlog2")
            }
    except sqlite3.Error as error:
        raise UnreadableError(f"{path}: {error}") from error


def _read(host: Host, item: Item) -> Result:
    days = int(item.table("values").get("days", 45))
    logins, stored, now = last_logins(host), known(host), time.time()
    excepted = {*item.texts("allow"), *host.operators(item.optional("operator"))}
    wrong = []
    for user in people(host):
        entry = stored.get(user.name)
        made: Optional[int] = entry.changed * _DAY if entry and entry.changed else None
        used = logins.get(user.name, made)
        if user.name not in excepted and used is not None and now - used > days * _DAY:
            ago = int((now - used) // _DAY)
            told = f"{user.name}: {'last used' if user.name in logins else 'never used, made'} {ago} days ago"
            wrong.append(Evidence("/etc/passwd", user.line, told))
    return none_of(wrong, f"used within {days} days", ["/etc/passwd"])


CHECKS = {
    "dormant": Check(_read, by_a_person("who still needs an account only its owner knows: usermod -L -e 1"))
}
"""Those of this file, by name."""
