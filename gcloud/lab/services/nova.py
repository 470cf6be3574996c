"""Nova with the fake hypervisor: servers come and go, are scheduled and counted, and nothing boots.

Several compute hosts run side by side, so that anti-affinity has somewhere to go.
Keep to release 34: the one after it wants a newer libvirt than Debian 12 has.
"""

from collections.abc import Mapping
from pathlib import Path

from gcloud.lab.context import Lab
from gcloud.lab.ini import Sections, merge
from gcloud.lab.service import Command, Endpoint, Process, Question, Service
from gcloud.lab.services.common import (
    api,
    api_process,
    client,
    database,
    policy,
    policy_file,
    reporting,
    uwsgi,
)
from gcloud.lab.services.mariadb import sql

# Templates, filled from the reader's own configuration: neither secret nor path gets into the database.
CELL = "cell1"
CELL_DATABASE = "{scheme}://{username}@{hostname}/{path}?{query}"
CELL0_DATABASE = "{scheme}://{username}@{hostname}/nova_cell0?{query}"
CELL_MESSAGES = "{scheme}://{username}:{password}@{hostname}:{port}/"

# The lab's own limit is the machine; a project that wants a small quota sets it.
QUOTAS = ("instances", "cores", "server_groups", "server_group_members", "key_pairs")
FILTERS = (
    "AggregateMultiTenancyIsolation",
    # Nova's own
    "ComputeFilter",
    "ComputeCapabilitiesFilter",
    "ImagePropertiesFilter",
    "ServerGroupAntiAffinityFilter",
    "ServerGroupAffinityFilter",
)
SHARED_HOST = "lab"
"""The host of what is not a compute service."""


class Nova(Service):
    """Servers."""

    name = "nova"
    databases = ("nova_api", "nova_cell0", "nova")
    endpoint = Endpoint("compute", 8774, "/v2.1")
    ports = (8774,)

    def folders(self, lab: Lab) -> tuple[Path, ...]:
        """What each host keeps of its own."""
        return tuple(host_state(lab, host) for host in lab.settings.hosts)

    def config(self, lab: Lab) -> Mapping[str, Sections]:
        """One file for all, and a small one for each host."""
        hosts = {
            f"{host}.conf": {"DEFAULT": {"host": host, "state_path": str(host_state(lab, host))}}
            for host in lab.settings.hosts
        }
        return {
            "nova.conf": merge(
                api(lab, self.name),
                policy(lab, self.name),
                {
                    "DEFAULT": {
                        "my_ip": "127.0.0.1",
                        "host": SHARED_HOST,
                        "state_path": str(lab.settings.data / "nova"),
                        "compute_driver": "fake.FakeDriverWithoutFakeNodes",
                        "default_floating_pool": "public",
                        "reserved_host_memory_mb": 0,
                        "vif_plugging_timeout": 60,
                        "vif_plugging_is_fatal": True,
                        "sync_power_state_interval": -1,
                        "running_deleted_instance_poll_interval": 3600,
                        "allow_resize_to_same_host": True,
                        "report_interval": 3,  # a start waits for each service's next report
                    },
                    "api": {"auth_strategy": "keystone"},
                    # new hosts are mapped by the scheduler; a command of its own would take 4 s
                    "scheduler": {
                        "workers": 1,
                        "discover_hosts_in_cells_interval": 3,
                        # a project that has hosts of its own gets none but them …
                        "limit_tenants_to_placement_aggregate": True,
                    },
                    "conductor": {"workers": 1},
                    "glance": {"region_name": lab.settings.region, "valid_interfaces": "public"},
                    "vnc": {"enabled": False},
                    "quota": dict.fromkeys(QUOTAS, 100_000) | {"ram": 1_000_000_000},
                    "filter_scheduler": {
                        "track_instance_changes": False,
                        # … and nobody else gets them
                        "enabled_filters": ",".join(FILTERS),
                    },
                    "neutron": {
                        **client(lab, "neutron"),
                        "service_metadata_proxy": True,
                        "metadata_proxy_shared_secret": lab.credentials.metadata,
                    },
                    "placement": client(lab, "placement"),
                    "cinder": {**client(lab, "nova"), "catalog_info": "block-storage::publicURL"},
                    "service_user": {**client(lab, "nova"), "send_service_user_token": True},
                },
            ),
            # not for nova-compute, which must not reach for the database
            "database.conf": merge(database(lab, "nova_api", "api_database"), database(lab, "nova")),
            "uwsgi.ini": uwsgi(lab, port=self.endpoint.port, module="nova.wsgi.osapi_compute:application"),
            **hosts,
        }

    def files(self, lab: Lab) -> Mapping[Path, str]:
        """The policy."""
        return policy_file(lab, self.name)

    def migrations(self, lab: Lab) -> tuple[Command, ...]:
        """Tables of the API and of both cells, and the cells' addresses."""
        manage = (lab.program("nova-manage"), *config_files(lab, "nova.conf", "database.conf"))
        return (
            Command("nova-api-db-sync", (*manage, "api_db", "sync")),
            Command(
                "nova-map-cell0", (*manage, "cell_v2", "map_cell0", "--database_connection", CELL0_DATABASE)
            ),
            Command("nova-db-sync", (*manage, "db", "sync")),
            Command(
                "nova-create-cell",
                (
                    *manage,
                    "cell_v2",
                    "create_cell",
                    "--name",
                    CELL,
                    "--database_connection",
                    CELL_DATABASE,
                    "--transport-url",
                    CELL_MESSAGES,
                ),
                # by itself it compares filled templates with unfilled ones, and makes a second cell
                unless=lambda: CELL in sql(lab, "SELECT name FROM nova_api.cell_mappings").split(),
            ),
        )

    def processes(self, lab: Lab) -> tuple[Process, ...]:
        """API, conductor, scheduler, and one compute service for each host."""
        migrated = ("nova:migrated", "memcached")
        # conductor and scheduler end when Placement does not answer
        needs = (*migrated, "placement-api", "placement:registered")

        def daemon(name: str, *, needs: tuple[str, ...], host: str = "") -> Process:
            own = f"{host}.conf" if host else "database.conf"
            return Process(
                name=f"{name}-{host}" if host else name,
                command=(lab.program(name), *config_files(lab, "nova.conf", own)),
                needs=needs,
                stop="KILL",
            )

        return (
            api_process(
                lab,
                self.name,
                port=self.endpoint.port,
                needs=("nova:migrated", "memcached"),
                environment={
                    "OS_NOVA_CONFIG_DIR": str(lab.etc(self.name)),
                    "OS_NOVA_CONFIG_FILES": f"{lab.venv}/etc/nova/api-paste.ini;nova.conf;database.conf",
                },
            ),
            daemon("nova-conductor", needs=needs),
            daemon("nova-scheduler", needs=needs),
            *(
                daemon("nova-compute", needs=(*needs, "nova-conductor"), host=host)
                for host in lab.settings.hosts
            ),
        )

    def questions(self, lab: Lab) -> tuple[Question, ...]:
        """Its services are up and every host is known and mapped."""
        hosts = set(lab.settings.hosts)
        everywhere = hosts | {SHARED_HOST}
        return (
            Question(
                "nova's services are up",
                lambda cloud, since: everywhere <= reporting(cloud.compute.services(), "host", since),
            ),
            Question(
                "all hypervisors are known",
                lambda cloud, _: hosts <= {hypervisor.name for hypervisor in cloud.compute.hypervisors()},
            ),
        )


def config_files(lab: Lab, *names: str) -> tuple[str, ...]:
    """Options that name files in Nova's folder of configuration."""
    return tuple(word for name in names for word in ("--config-file", str(lab.etc("nova") / name)))


def host_state(lab: Lab, host: str) -> Path:
    """A compute host's folder."""
    return lab.settings.data / "nova" / host
