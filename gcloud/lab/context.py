"""What a service needs to know of the lab it is in."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Event

from gcloud.lab.credentials import Credentials
from gcloud.lab.settings import LabSettings

OWNER_VARIABLE = "GOVCLOUD_LAB_OWNER"
COMMAND_VARIABLE = "GOVCLOUD_LAB_COMMAND"


@dataclass(frozen=True)
class Lab:
    """A lab's settings with what is derived from them and from its secrets.

    Args:
        settings: folder and size.
        credentials: passwords.
        venv: the virtual environment with the services' programs.
        cancel: set when whatever waits or runs should give up.
    """

    settings: LabSettings
    credentials: Credentials
    venv: Path
    cancel: Event = field(default_factory=Event, compare=False)

    def program(self, name: str) -> str:
        """Absolute path of a program of the virtual environment."""
        return str(self.venv / "bin" / name)

    def etc(self, service: str) -> Path:
        """A service's folder of configuration."""
        return self.settings.etc / service

    def database(self, name: str) -> str:
        """SQLAlchemy URL; the kernel says who is asking, so there is no password."""
        return f"mysql+pymysql://root@localhost/{name}?unix_socket={self.database_socket}&charset=utf8mb4"

    @cached_property
    def database_socket(self) -> Path:
        """MariaDB's only listener."""
        return self.settings.run / "mariadb.sock"

    @cached_property
    def transport_url(self) -> str:
        """RabbitMQ for oslo.messaging; secret."""
        return f"rabbit://openstack:{self.credentials.messages}@127.0.0.1:5672/"

    @cached_property
    def ovs(self) -> str:
        """Open vSwitch's configuration database."""
        return f"unix:{self.settings.run}/ovs.sock"

    @cached_property
    def northbound(self) -> str:
        """OVN's northbound database."""
        return f"unix:{self.settings.run}/ovnnb.sock"

    @cached_property
    def southbound(self) -> str:
        """OVN's southbound database."""
        return f"unix:{self.settings.run}/ovnsb.sock"

    @cached_property
    def environment(self) -> dict[str, str]:
        """Variables of every process of the lab; the owner's is how they are found again."""
        system = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        return {
            OWNER_VARIABLE: str(self.settings.folder),
            "PATH": f"{self.settings.bin}:{self.venv}/bin:{system}",
            "HOME": str(self.settings.run),
            "LANG": "C.UTF-8",
            "PYTHONWARNINGS": "ignore",
            "SPT_NOENV": "1",  # setproctitle would overwrite the environment, and with it the owner
            "OVS_RUNDIR": str(self.settings.run / "ovs"),
            "OVN_RUNDIR": str(self.settings.run / "ovn"),
        }
