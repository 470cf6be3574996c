"""Runs on a host: applies batches under the guard, takes them back, and tells what was not as declared."""

import hashlib
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])

from govcloud import run
from govcloud.edits import Edits
from govcloud.errors import HostError
from govcloud.guard import undo
from govcloud.guarding import Order, commit_guarded
from govcloud.host import Host
from govcloud.registry import KINDS

SEEN = ("/etc", "/home", "/root", "/var/lib", "/var/spool", "/usr/share/pam-configs", "/usr/local")
OWN_LIFE = (
    "/var/lib/govcloud-guard",
    "/usr/local/lib/govcloud-guard",
    "/usr/local/lib/systemd/system/",  # the guard's own units
    "/var/lib/systemd",
    "/var/lib/chrony",
    "/var/lib/dbus",
    "/var/lib/logrotate",
    "/var/lib/sudo",
    "/var/lib/lastlog",
    "/var/lib/apt",
    "/var/lib/dpkg",
)


def state():
    """Mode, owner and content of every file, link targets of links."""
    found = {}
    for top in SEEN:
        paths = [Path(folder, name) for folder, _, names in os.walk(top) for name in names]
        for path in paths:
            if str(path).startswith(OWN_LIFE) or not os.path.lexists(path):
                continue
            known = path.lstat()
            if path.is_symlink():
                content = str(path.readlink())
            else:
                content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            found[str(path)] = (known.st_mode, known.st_uid, known.st_gid, content)
    return found


def differing(one, other):
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def rules():
    return Host().run(["nft", "-s", "list", "ruleset"]).out


def tried(items, batch):
    """Apply one batch under the guard, take it back, and tell what was other than declared."""
    mine = [item for item in items if item.batch == batch]
    host = Host(operator="govops")
    results, edits, refused = run.read(host, mine), Edits(host), []
    for item in mine:
        if results[item.id].to_do:
            try:
                KINDS[item.kind].apply(item, edits)
            except HostError as error:
                refused.append(f"{item.id}: {error}")
    before, filtered = state(), rules()
    commit_guarded(host, edits, batch, Order("a token of this test alone", 600, "govops"))
    after = state()
    undo()
    units = tuple(f"/{unit.name}" for unit in edits.units)
    changed = differing(before, after)
    return {
        "changed": changed,
        "undeclared": [p for p in changed if p not in edits.paths and not (units and p.endswith(units))],
        "left": differing(before, state()) + ([] if rules() == filtered else ["packet filter"]),
        "refused": refused,
    }


everything = run.items_of(json.load(sys.stdin))
told = {batch: tried(everything, batch) for batch in ("accounts", "ssh", "firewall")}
sys.stdout.write(json.dumps(told))
