"""Where a lab lives and how big it is.

Everything that a lab writes is inside its folder, so that a lab can be looked
at, measured and removed as one thing. What is dear to make and the same for
every lab (the virtual environment, the migrated databases) is in the cache.
"""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

DEFAULT_FOLDER = Path("/var/lib/govcloud-lab")
FOLDER_VARIABLE = "GOVCLOUD_LAB"
CACHE_VARIABLE = "GOVCLOUD_LAB_CACHE"


@dataclass(frozen=True)
class LabSettings:
    """One lab.

    Args:
        folder: everything of this lab; absolute.
        cache_folder: what outlives a reset and may be shared by labs; default ``folder/cache``.
        compute_hosts: how many fake hypervisors; three let anti-affinity place three servers.
        region: the region's name in the catalogue.
    """

    folder: Path = DEFAULT_FOLDER
    cache_folder: Path | None = None
    compute_hosts: int = 3
    region: str = "RegionOne"

    @classmethod
    def from_environment(cls) -> "LabSettings":
        """The lab that GOVCLOUD_LAB names, else the default one."""
        cache = os.environ.get(CACHE_VARIABLE)
        return cls(
            folder=Path(os.environ.get(FOLDER_VARIABLE) or DEFAULT_FOLDER).absolute(),
            cache_folder=Path(cache).absolute() if cache else None,
        )

    @cached_property
    def cache(self) -> Path:
        """Virtual environment and migrated databases."""
        return self.cache_folder or self.folder / "cache"

    @cached_property
    def etc(self) -> Path:
        """Rendered configuration, one folder a service."""
        return self.folder / "etc"

    @cached_property
    def run(self) -> Path:
        """Sockets and pid files; of no value once the lab is down."""
        return self.folder / "run"

    @cached_property
    def data(self) -> Path:
        """What the services keep; `reset` removes it."""
        return self.folder / "data"

    @cached_property
    def log(self) -> Path:
        """One log a process, one a command."""
        return self.folder / "log"

    @cached_property
    def bin(self) -> Path:
        """Stubs that stand first in the services' PATH."""
        return self.folder / "bin"

    @cached_property
    def clouds_file(self) -> Path:
        """The clouds.yaml that openstacksdk reads."""
        return self.folder / "clouds.yaml"

    @cached_property
    def passphrase_file(self) -> Path:
        """Passphrase of the lab's stacks."""
        return self.folder / "passphrase"

    @cached_property
    def credentials_file(self) -> Path:
        """Passwords."""
        return self.folder / "credentials.json"

    @cached_property
    def state(self) -> Path:
        """Pulumi state of what runs in this lab; gone with it at a reset."""
        return self.folder / "state"

    @cached_property
    def hosts(self) -> tuple[str, ...]:
        """Names of the compute hosts."""
        return tuple(f"host-{n}" for n in range(1, self.compute_hosts + 1))
