"""What servers are made of: flavors, images, volume types."""

from typing import Annotated, Literal

from pydantic import Field

from gcloud.model.base import Model
from gcloud.model.numbers import Flag, Whole
from gcloud.model.text import CatalogueName, RelativeFile, Sha256, Text

Level = Annotated[Whole, Field(ge=1, le=5)]


class Flavor(Model):
    """A size of server."""

    name: Annotated[CatalogueName, Field(examples=["gov-small"])]
    """Its name on the cloud."""
    vcpus: Annotated[Whole, Field(ge=1, le=512, examples=[2])]
    """Virtual processors."""
    ram_mb: Annotated[Whole, Field(ge=64, le=16 * 1024 * 1024, examples=[4096])]
    """Memory in MiB."""
    disk_gb: Annotated[Whole, Field(ge=1, le=65536, examples=[20])]
    """System disk in GiB."""
    levels: tuple[Level, ...] = ()
    """Levels of the systems it is for; empty: any. With levels only projects with access may use it."""


class Image(Model):
    """A system disk, uploaded from a file that the checksum pins."""

    name: Annotated[CatalogueName, Field(examples=["debian-12"])]
    """Its name on the cloud."""
    file: Annotated[RelativeFile, Field(examples=["images/debian-12.qcow2"])]
    """The file, relative to the folder of the site; may link elsewhere: the checksum pins it."""
    format: Annotated[Literal["raw", "qcow2"], Field(examples=["qcow2"])]
    """The disk format of the file."""
    sha256: Annotated[Sha256, Field(examples=["what `sha256sum FILE` prints"])]
    """What `sha256sum FILE` prints; checked whenever the site is loaded."""
    os: Annotated[Text, Field(examples=["debian-12"])]
    """Operating system and release, for example debian-12."""
    min_disk_gb: Annotated[Whole, Field(ge=0, le=65536)] = 1
    """The smallest system disk that it fits on, in GiB."""


class VolumeType(Model):
    """A kind of storage."""

    name: Annotated[CatalogueName, Field(examples=["gov-standard"])]
    """Its name on the cloud."""
    level: Level | None = None
    """The highest level of the systems it is for; none: any. From 3 only projects with access may use it."""
    encrypted: Flag = False
    """Whether the cloud's operator encrypts it at rest (a statement; nothing is configured by it)."""
    backend: Text | None = None
    """The storage backend's name (extra spec volume_backend_name); none: the cloud's choice."""


class Catalogue(Model):
    """All that servers may be made of."""

    flavors: tuple[Flavor, ...] = ()
    """Sizes of servers."""
    images: tuple[Image, ...] = ()
    """System disks."""
    volume_types: tuple[VolumeType, ...] = ()
    """Kinds of storage."""
