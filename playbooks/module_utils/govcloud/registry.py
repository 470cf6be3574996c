"""Which kinds of items there are. A further kind is one file in ``kinds`` and its row here."""

from __future__ import annotations

from typing import Mapping

from .kind import Kind
from .kinds.file import File
from .kinds.pam import Pam
from .kinds.setting import Setting
from .kinds.sshd import Sshd
from .kinds.sudo import Sudo
from .kinds.sysctl import Sysctl

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (File(), Pam(), Setting(), Sshd(), Sudo(), Sysctl())}
"""Each kind by its name."""
