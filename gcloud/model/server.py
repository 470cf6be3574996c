"""Servers: one entry describes one machine or several alike."""

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from gcloud.model.base import Model
from gcloud.model.numbers import Count, Flag, Whole
from gcloud.model.text import CatalogueName, Name, Text
from gcloud.model.wrong import wrong


class ServerVolume(Model):
    """A data disk of each of a server's instances."""

    name: Annotated[Name, Field(examples=["data"])]
    """What it holds; unique within the server."""
    size_gb: Annotated[Whole, Field(ge=1, le=65536, examples=[100])]
    """Size in GiB."""
    type: Annotated[CatalogueName, Field(examples=["gov-standard"])]
    """The volume type."""


def _several(data: dict[str, Any]) -> bool:
    return bool(data.get("count", 1) > 1)


class Server(Model):
    """One server, or several alike of one system in one zone."""

    name: Annotated[Name, Field(examples=["lgsp-app"])]
    """The instance's name; of several, NAME-1, NAME-2 and so on."""
    system: Annotated[Name, Field(examples=["lgsp"])]
    """The system it belongs to."""
    zone: Annotated[Name, Field(examples=["server"])]
    """The zone it stands in."""
    flavor: Annotated[CatalogueName, Field(examples=["gov-medium"])]
    """Its size."""
    image: Annotated[CatalogueName, Field(examples=["debian-12"])]
    """Its system disk."""
    count: Count = 1
    """How many alike."""
    anti_affinity: Flag = Field(default_factory=_several)
    """Whether no two of them may share a physical host; by default true where there are several."""
    volumes: tuple[ServerVolume, ...] = ()
    """Data disks."""
    public: Flag = False
    """Whether it has an address that the outside can reach."""
    purpose: Annotated[Text, Field(examples=["Service bus"])]
    """What it does, one line (the level dossier asks for it)."""
    roles: tuple[Name, ...] = ()
    """What it does that controls must know of: router, container-host, database, jump-host ..., a file each
    in playbooks/baselines/roles."""

    @model_validator(mode="after")
    def _apart_from_whom(self) -> Self:
        if self.anti_affinity and self.count == 1:
            raise wrong(
                "server.anti-affinity",
                "anti_affinity keeps several instances apart, and there is one",
                "write count: 2, or remove anti_affinity",
                "anti_affinity",
            )
        return self

    @property
    def instances(self) -> tuple[str, ...]:
        """The names of the instances."""
        if self.count == 1:
            return (self.name,)
        return tuple(f"{self.name}-{number}" for number in range(1, self.count + 1))
