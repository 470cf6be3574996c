"""Items of an ordinary system: packages, services, files, settings, permissions."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from gcloud.model.baseline.items.base import Batch, ItemBase, Mode
from gcloud.model.baseline.words import Line, Scalar


class PackageItem(ItemBase):
    """Packages that are installed, or not."""

    usual_batch: ClassVar[Batch] = "packages"
    kind: Literal["package"]
    name: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Their names."""
    state: Literal["present", "absent"] = "present"
    """Whether they are there. What is absent is removed, its configuration too."""
    in_use: tuple[Line, ...] = ()
    """Units that mean that somebody needs the packages: while one of them runs nothing is removed, and the
    item says so. The host then needs a role, or a waiver."""


class ServiceItem(ItemBase):
    """A unit of systemd: whether it starts, runs, or can't."""

    usual_batch: ClassVar[Batch] = "packages"
    kind: Literal["service"]
    name: Line
    """The unit, with its suffix: ssh.service, apt-daily.timer."""
    enabled: bool | None = None
    """Whether it starts by itself; without it that doesn't matter."""
    running: bool | None = None
    """Whether it runs now."""
    masked: bool | None = None
    """Whether nothing can start it. A unit that isn't installed counts as masked."""


class FileItem(ItemBase):
    """A file with exactly this content."""

    usual_batch: ClassVar[Batch] = "files"
    kind: Literal["file"]
    path: Line
    """Where it is."""
    content: Annotated[str, StringConstraints(max_length=64000)] | None = None
    """All that is in it; without it whatever is there, and an empty file where there is none."""
    mode: Mode = "0644"
    """Its permission bits, exactly."""
    owner: Line = "root"
    """Who owns it."""
    group: Line = "root"
    """Its group."""
    check: Annotated[tuple[Line, ...], Field(alias="validate")] = ()
    """A command that must accept the new content before it is put in place; %s is the file."""
    restart: tuple[Line, ...] = ()
    """Units that read the file only when they start."""


class AbsentItem(ItemBase):
    """A file that is not there."""

    usual_batch: ClassVar[Batch] = "files"
    kind: Literal["absent"]
    path: Line
    """The file, or a glob."""


class SettingItem(ItemBase):
    """Settings of a configuration file, judged as its program reads them: the file, then its drop-ins."""

    usual_batch: ClassVar[Batch] = "files"
    kind: Literal["setting"]
    path: Line
    """The file that the program reads first."""
    format: Literal["equals", "space", "ini", "colon"] = "equals"
    """KEY = VALUE, KEY VALUE, sections of KEY=VALUE, or KEY: VALUE."""
    section: Line | None = None
    """Of an ini file, the section."""
    values: Annotated[Mapping[Line, Scalar | tuple[Line, ...]], Field(min_length=1)]
    """The settings: a list sets a line each; null: it must not be set; true in `equals`: the lone key."""
    bounds: Mapping[Line, Literal["least", "most"]] = Field(default_factory=dict)
    """Of which a stricter number is right too: the value is the least or the most."""
    dropin: Line | None = None
    """The drop-in that is written, so that the package's file stays as it is."""
    restart: tuple[Line, ...] = ()
    """Units that read the file only when they start."""


class PermissionItem(ItemBase):
    """Files with at most these rights."""

    usual_batch: ClassVar[Batch] = "files"
    kind: Literal["permission"]
    paths: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Files or globs."""
    mode: Mode | None = None
    """At most these bits."""
    owner: Line | None = None
    """Who owns them."""
    group: tuple[Line, ...] = ()
    """One of these groups; the first is set where it is another."""
    type: Literal["any", "file", "directory"] = "any"
    """What of the paths is meant."""


class ScanItem(ItemBase):
    """What is found nowhere on the file systems of this host; one walk serves all scans."""

    usual_batch: ClassVar[Batch] = "files"
    kind: Literal["scan"]
    what: Literal["world-writable", "world-writable-directory", "unowned", "ungrouped", "suid", "sgid"]
    """What is looked for. A world-writable directory is one without the sticky bit."""
    allow: tuple[Line, ...] = ()
    """Globs of what may be so."""
