"""Which kinds of items there are. A further kind is one file in ``kinds`` and its row here."""

from __future__ import annotations

from typing import Mapping

from .kind import Kind
from .kinds.absent import Absent
from .kinds.account import Account
from .kinds.agent import Agent
from .kinds.aide import Aide
from .kinds.apparmor import Apparmor
from .kinds.audit import Audit
from .kinds.boot import Boot
from .kinds.file import File
from .kinds.module import Module
from .kinds.mount import Mount
from .kinds.nftables import Nftables
from .kinds.package import Package
from .kinds.pam import Pam
from .kinds.permission import Permission
from .kinds.scan import Scan
from .kinds.service import Service
from .kinds.setting import Setting
from .kinds.sshd import Sshd
from .kinds.sudo import Sudo
from .kinds.sysctl import Sysctl
from .kinds.updates import Updates

_ALL = (
    Absent(),
    Account(),
    Agent(),
    Aide(),
    Apparmor(),
    Audit(),
    Boot(),
    File(),
    Module(),
    Mount(),
    Nftables(),
    Package(),
    Pam(),
    Permission(),
    Scan(),
    Service(),
    Setting(),
    Sshd(),
    Sudo(),
    Sysctl(),
    Updates(),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
"""Each kind by its name."""
