"""Accounts are locked after failed logins: pam_faillock."""

from __future__ import annotations

from ..edits import Edits
from ..host import Host
from ..item import Item
from ..result import Result, judged
from . import words
from .modules import needs
from .profiles import faillock
from .stack import common, find
from .update import rebuild, rivals

CONF = "/etc/security/faillock.conf"


def read(host: Host, item: Item) -> Result:
    """It is asked before and told after the others, and its figures are right."""
    want = item.table("faillock")
    stack = common(host)
    lines = [
        *find(stack, "auth", "pam_faillock.so", "preauth"),
        *find(stack, "auth", "pam_faillock.so", "authfail"),
        *find(stack, "account", "pam_faillock.so"),
    ]
    whole = _in_stack(host)
    found = words.read(host, [CONF], lines)
    right = words.right(found, want)
    have = {**words.shown(found, want), "pam_faillock": "in the stacks" if whole else "not in the stacks"}
    return judged(
        whole and all(right.values()),
        {**want, "pam_faillock": "in the stacks"},
        have,
        [*(line.seen for line in lines), *words.evidence(found, want)],
    )


def apply(item: Item, edits: Edits) -> None:
    """Put it into the stacks, and set its figures."""
    if not _in_stack(edits):
        needs(edits.host, "pam_faillock", "libpam-modules")
        rebuild(item.id, edits, faillock(), rivals(edits.host, "pam_faillock.so", faillock()))
    want = item.table("faillock")
    right = words.right(words.read(edits.host, [CONF], []), want)
    wrong = {name: value for name, value in want.items() if not right[name]}
    if wrong:
        words.write(item.id, edits, CONF, [], wrong)


def _in_stack(source: Host | Edits) -> bool:
    stack = common(source)
    return bool(
        find(stack, "auth", "pam_faillock.so", "preauth")
        and find(stack, "auth", "pam_faillock.so", "authfail")
        and find(stack, "account", "pam_faillock.so")
    )
