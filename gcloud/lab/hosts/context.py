"""Where the lab's hosts live.

They are apart from the lab's cloud: either can be up without the other, and
what ends the one's processes does not find the other's.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Event

from gcloud.lab.context import OWNER_VARIABLE
from gcloud.lab.settings import LabSettings

CIDR = "10.77.6.0/24"
GATEWAY = "10.77.6.2"
"""Where the controller's connections come from, as the hosts see them; slirp's own choice in the network."""
NAME_SERVER = "10.77.6.3"
INSTALLER = "debian"
"""May sudo without a password, as in Debian's cloud images."""
OPERATOR = "govops"
"""Must give a password to sudo."""
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True)
class HostsLab:
    """The hosts of one lab.

    Args:
        lab: the lab's settings.
        cancel: set when whatever waits or runs should give up.
    """

    lab: LabSettings
    cancel: Event = field(default_factory=Event, compare=False)

    @classmethod
    def from_environment(cls) -> "HostsLab":
        """The hosts of the lab that GOVCLOUD_LAB names, else of the default one."""
        return cls(LabSettings.from_environment())

    @cached_property
    def settings(self) -> LabSettings:
        """Folders of the hosts, within the lab's."""
        return LabSettings(folder=self.lab.folder / "hosts", cache_folder=self.lab.cache)

    @cached_property
    def environment(self) -> Mapping[str, str]:
        """Variables of every process."""
        return {
            OWNER_VARIABLE: str(self.settings.folder),
            "PATH": SYSTEM_PATH,
            "HOME": str(self.settings.run),
            "LANG": "C.UTF-8",
        }

    @cached_property
    def mark(self) -> str:
        """What names of network namespaces and control groups begin with; another lab has another."""
        return f"gcl-{hashlib.sha256(bytes(self.settings.folder)).hexdigest()[:6]}"

    @cached_property
    def images(self) -> Path:
        """Base systems, by what they are made of; outlive everything."""
        return self.settings.cache / "hosts"

    @cached_property
    def key_file(self) -> Path:
        """Private key of both users on all hosts."""
        return self.settings.folder / "id_ed25519"

    @cached_property
    def password_file(self) -> Path:
        """The operator's password for sudo."""
        return self.settings.folder / "password"

    @cached_property
    def known_hosts_file(self) -> Path:
        """All hosts' public keys, under the addresses they can be reached by."""
        return self.settings.folder / "known_hosts"

    @cached_property
    def inventory_file(self) -> Path:
        """An Ansible inventory of the hosts."""
        return self.settings.folder / "inventory.yaml"

    def home(self, name: str) -> Path:
        """A host's folder."""
        return self.settings.data / name
