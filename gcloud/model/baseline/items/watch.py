"""Items that watch a host: audit rules, AppArmor, AIDE, agents, updates."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from gcloud.model.baseline.items.base import Batch, ItemBase
from gcloud.model.baseline.words import Line, Lines, Scalar


class AuditItem(ItemBase):
    """The kernel's audit: its rules and its daemon's settings."""

    usual_batch: ClassVar[Batch] = "logging"
    kind: Literal["audit"]
    rules: Lines = ()
    """Lines of audit rules."""
    privileged: Line | None = None
    """The key for rules of every set-id program of this host."""
    settings: Mapping[Line, Scalar] = Field(default_factory=dict)
    """Settings of auditd.conf."""
    immutable: bool | None = None
    """True: rules stay as they are until the next start."""


class ApparmorItem(ItemBase):
    """AppArmor: the mode that all loaded profiles are in."""

    usual_batch: ClassVar[Batch] = "integrity"
    kind: Literal["apparmor"]
    mode: Literal["enforce", "complain"]
    """enforce: refuses; complain: refuses or only logs."""


class AideItem(ItemBase):
    """AIDE: what it watches, its first database, when it looks."""

    usual_batch: ClassVar[Batch] = "integrity"
    kind: Literal["aide"]
    rules: Lines = ()
    """Lines for its configuration."""
    database: bool | None = None
    """Whether there is a database to compare with; making it takes minutes."""
    timer: bool | None = None
    """Whether it looks every day."""


class AgentItem(ItemBase):
    """The site's own agent against malware, or ClamAV: how one sees that it works."""

    usual_batch: ClassVar[Batch] = "malware"
    kind: Literal["agent"]
    name: Line
    """What it is called."""
    check: Lines
    """A command that ends with 0 if it works; it changes nothing."""


class UpdatesItem(ItemBase):
    """Where updates come from and which are installed by themselves."""

    usual_batch: ClassVar[Batch] = "updates"
    kind: Literal["updates"]
    mirror: Line | None = None
    """The site's mirror: every source must be below it."""
    unattended: Literal["security", "none"] | Line | None = None
    """What is installed without anybody's doing."""
    recommends: bool | None = None
    """Whether packages that are only recommended are installed too."""
    signed: bool | None = None
    """Whether no source is taken without a signature."""
