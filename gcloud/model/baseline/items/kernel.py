"""Items of the kernel and its start: parameters, modules, mounts, boot loader."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from gcloud.model.baseline.items.base import Batch, ItemBase, Mode
from gcloud.model.baseline.words import Line, Lines, Scalar


class SysctlItem(ItemBase):
    """Kernel parameters, as they are now and as they will be after a start."""

    usual_batch: ClassVar[Batch] = "kernel"
    kind: Literal["sysctl"]
    values: Annotated[Mapping[Line, int | str], Field(min_length=1)]
    """By name, as sysctl writes it."""


class ModuleItem(ItemBase):
    """Kernel modules that can't be loaded."""

    usual_batch: ClassVar[Batch] = "kernel"
    kind: Literal["module"]
    names: Annotated[tuple[Line, ...], Field(min_length=1)]
    """The modules."""
    disabled: Literal[True] = True
    """They can't be loaded: an install line, a blacklist line, and not loaded now."""


class MountItem(ItemBase):
    """A mount point: whether it has a file system of its own, and the options it is mounted with."""

    usual_batch: ClassVar[Batch] = "kernel"
    kind: Literal["mount"]
    path: Line
    """The mount point."""
    options: Lines = ()
    """Options that it has, now and in fstab or its unit."""
    separate: bool | None = None
    """Whether it must be a file system of its own. Without it options are asked only where it is one."""
    tmpfs: bool = False
    """Whether a tmpfs may be put there where nothing is, so that a run can mend it."""


class BootItem(ItemBase):
    """The boot loader: what it gives the kernel, who may change it."""

    usual_batch: ClassVar[Batch] = "boot"
    kind: Literal["boot"]
    cmdline: Mapping[Line, Scalar] = Field(default_factory=dict)
    """Arguments of the kernel; a value of true: the bare word; null: must not be there."""
    user: Line | None = None
    """The boot loader's superuser."""
    password: Line | None = None
    """The hash of the superuser's password, as grub-mkpasswd-pbkdf2 prints it. Never the password."""
    unrestricted: bool = True
    """Whether an ordinary start needs no password; editing an entry always does."""
    mode: Mode | None = None
    """Permission bits of its configuration, at most."""
