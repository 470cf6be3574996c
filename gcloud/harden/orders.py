"""What a run of a playbook is to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is handed to Ansible by a pipe and written nowhere.

    Attributes:
        become: the operator's password for sudo; None where sudo asks for none.
        vault: the password of `vault_file`.
        vault_file: variables encrypted by ansible-vault, for example ansible_become_password by host.
    """

    become: str | None = field(default=None, repr=False)
    vault: str | None = field(default=None, repr=False)
    vault_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Orders:
    """What a run is to do.

    Attributes:
        playbook: the playbook.
        inventory: an inventory as plain data, or the file of one.
        hosts: the hosts, by name; others of the inventory are left alone.
        check: change nothing, say what would change.
        diff: say also from what to what.
        forks: how many hosts at once.
        variables: for all hosts; no secrets.
        compiled: by host what it must be: its variable `baseline_items`, in a file that only the run sees.
        secrets: what nobody else may see.
    """

    playbook: Path
    inventory: Mapping[str, Any] | Path
    hosts: tuple[str, ...]
    check: bool = False
    diff: bool = False
    forks: int = 20
    variables: Mapping[str, Any] = field(default_factory=dict)
    compiled: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    secrets: Secrets = field(default_factory=Secrets)
