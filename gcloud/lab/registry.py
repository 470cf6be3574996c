"""The lab's services. A further one is a file in `services` and a row here."""

from gcloud.lab.service import Service
from gcloud.lab.services.cinder import Cinder
from gcloud.lab.services.glance import Glance
from gcloud.lab.services.keystone import Keystone
from gcloud.lab.services.mariadb import MariaDB
from gcloud.lab.services.memcached import Memcached
from gcloud.lab.services.neutron import Neutron
from gcloud.lab.services.nova import Nova
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
