"""The lab's services. A further one is a file in `services` and a row here."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from gcloud.lab.service import Service
from gcloud.lab.services.barbican import Barbican
from gcloud.lab.services.bind import Bind
from gcloud.lab.services.cinder import Cinder
from gcloud.lab.services.designate import Designate
from gcloud.lab.services.glance import Glance
from gcloud.lab.services.keystone import Keystone
from gcloud.lab.services.mariadb import MariaDB
from gcloud.lab.services.memcached import Memcached
from gcloud.lab.services.neutron import Neutron
from gcloud.lab.services.nova import Nova
from gcloud.lab.services.octavia import Octavia
from gcloud.lab.services.ovn import OVN
from gcloud.lab.services.ovs import OpenVSwitch
from gcloud.lab.services.placement import Placement
from gcloud.lab.services.rabbitmq import RabbitMQ

SERVICES: tuple[Service, ...] = (
    MariaDB(),
    RabbitMQ(),
    Memcached(),
    OpenVSwitch(),
    OVN(),
    Keystone(),
    Glance(),
    Placement(),
    Nova(),
    Neutron(),
    Cinder(),
)

EXTRAS: Mapping[str, tuple[Service, ...]] = MappingProxyType(
    {
        "dns": (Bind(), Designate()),
        "key-manager": (Barbican(),),
        "load-balancer": (Octavia(),),
    }
)
"""Served only where they are asked for, by the name of the service in the catalogue."""


def services(extras: Iterable[str]) -> tuple[Service, ...]:
    """All services of a lab with these extras.

    Args:
        extras: names among `EXTRAS`.
    """
    return (*SERVICES, *(service for extra in extras for service in EXTRAS[extra]))


def left_off(extras: Iterable[str]) -> tuple[Service, ...]:
    """The services of the other extras."""
    wanted = set(extras)
    return tuple(service for extra, some in EXTRAS.items() if extra not in wanted for service in some)
