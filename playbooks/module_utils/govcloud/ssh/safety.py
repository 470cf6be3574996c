"""What would shut out the person who works on the host: refused before anything is written."""

from __future__ import annotations

import os
from typing import Mapping, Sequence

from ..errors import InapplicableError
from ..host import Host
from .effective import effective


def keep_operator(host: Host, operator: str, options: Mapping[str, str]) -> None:
    """Refuse options under which an operator could not come in again.

    Args:
        host: The host.
        operator: The account.
        options: What is going to be set, by option.

    Raises:
        InapplicableError: They would shut the operator out.
    """
    low = {option.lower(): value for option, value in options.items()}
    if operator == "root" and low.get("permitrootlogin") == "no":
        raise InapplicableError("PermitRootLogin no would shut out the operator, who is root")
    if low.get("passwordauthentication") == "no" and not _has_key(host, operator):
        raise InapplicableError(f"PasswordAuthentication no would shut out {operator}, who has no key here")
    for option, named in (("denyusers", [operator]), ("denygroups", host.groups_of(operator))):
        refused = set(low.get(option, "").split()) & set(named)
        if refused:
            raise InapplicableError(f"{option} {', '.join(refused)} would shut out {operator}")
    if "allowusers" in low and operator not in [name.split("@")[0] for name in low["allowusers"].split()]:
        raise InapplicableError(f"AllowUsers {low['allowusers']} would shut out {operator}")
    if "allowgroups" in low:
        _keep_in_groups(host, operator, low["allowgroups"].split())


def keep_without_code(host: Host, operator: str, condition: str, options: Mapping[str, str]) -> None:
    """Refuse a second factor for a group that the operator is in: a machine account has no phone.

    Args:
        host: The host.
        operator: The account.
        condition: Of the ``Match`` block that the options stand in.
        options: What is going to be set, by option.

    Raises:
        InapplicableError: It would shut the operator out.
    """
    word, _, names = condition.partition(" ")
    methods = {option.lower(): value for option, value in options.items()}.get("authenticationmethods", "")
    both = set(names.strip().split(",")) & set(host.groups_of(operator))
    if word.lower() == "group" and both and "," in methods:
        raise InapplicableError(
            f"AuthenticationMethods {methods} for {condition} would shut out {operator}, who is in it"
        )


def _keep_in_groups(host: Host, operator: str, groups: Sequence[str]) -> None:
    """Refuse a list of groups that the operator is in none of.

    Raises:
        InapplicableError: It would shut the operator out.
    """
    mine = host.groups_of(operator)
    if not set(mine) & set(groups):
        raise InapplicableError(
            f"AllowGroups {' '.join(groups)} would shut out {operator}, "
            f"who is in {', '.join(mine) or 'no group here'}"
        )


def _has_key(host: Host, operator: str) -> bool:
    """Whether the operator has a key, or keys come from elsewhere."""
    options = effective(host, operator)
    for elsewhere in ("authorizedkeyscommand", "trustedusercakeys"):
        if options.get(elsewhere, ["none"]) != ["none"]:
            return True
    home = next((user.home for user in host.users if user.name == operator), "/nonexistent")
    patterns = " ".join(options.get("authorizedkeysfile", [".ssh/authorized_keys"])).split()
    for pattern in patterns:
        path = pattern.replace("%u", operator).replace("%h", home)
        lines = host.lines(path if path.startswith("/") else os.path.join(home, path))
        if any(line.strip() and not line.lstrip().startswith("#") for line in lines):
            return True
    return False
