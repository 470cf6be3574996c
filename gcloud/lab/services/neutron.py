"""Neutron over OVN: networks, routers, addresses, security groups."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gcloud.lab.cloud import ask
from gcloud.lab.context import Lab
from gcloud.lab.ini import Sections, merge
from gcloud.lab.service import Command, Endpoint, Process, Question, Service, Step
from gcloud.lab.services.common import api, api_process, client, database, policy, policy_file, uwsgi
from gcloud.lab.services.ovs import EXTERNAL_BRIDGE, PHYSICAL_NETWORK

EXTERNAL_NETWORK = "public"
EXTERNAL_RANGE = "172.24.4.0/24"
# The lab's own limit is the machine; a project that wants a small quota sets it.
QUOTAS = (
    "network",
    "subnet",
    "port",
    "router",
    "floatingip",
    "security_group",
    "security_group_rule",
    "rbac_policy",
)


class Neutron(Service):
    """Networks."""

    name = "neutron"
    databases = ("neutron",)
    endpoint = Endpoint("network", 9696)
    ports = (9696,)

    def config(self, lab: Lab) -> Mapping[str, Sections]:
        """ML2 with the OVN driver; no agents besides OVN's controllers."""
        return {
            "neutron.conf": merge(
                api(lab, self.name),
                policy(lab, self.name),
                {
                    "DEFAULT": {
                        "core_plugin": "ml2",
                        "service_plugins": "ovn-router,qos,segments,port_forwarding,trunk",
                        "auth_strategy": "keystone",
                        "state_path": str(lab.settings.data / "neutron"),
                        "api_paste_config": str(lab.venv / "etc/neutron/api-paste.ini"),
                        "dns_domain": "lab.example.",
                        "notify_nova_on_port_status_changes": True,
                        "notify_nova_on_port_data_changes": True,
                        "dhcp_agent_notification": False,
                        "rpc_workers": 0,
                    },
                    "oslo_messaging_notifications": {"driver": "noop"},
                    "quotas": {f"quota_{name}": 100_000 for name in QUOTAS},
                    "nova": client(lab, "nova"),
                    "placement": client(lab, "placement"),
                },
                database(lab, "neutron"),
            ),
            "ml2_conf.ini": {
                "ml2": {
                    "type_drivers": "local,flat,geneve,vlan",
                    "tenant_network_types": "geneve",
                    "mechanism_drivers": "ovn",
                    "extension_drivers": "port_security,qos,dns_domain_ports,uplink_status_propagation",
                    "overlay_ip_version": 4,
                },
                "ml2_type_geneve": {"vni_ranges": "1:65536", "max_header_size": 38},
                "ml2_type_flat": {"flat_networks": "*"},
                "ml2_type_vlan": {"network_vlan_ranges": f"{PHYSICAL_NETWORK}:100:200"},
                "securitygroup": {"enable_security_group": True},
                "ovn": {
                    "ovn_nb_connection": lab.northbound,
                    "ovn_sb_connection": lab.southbound,
                    "ovn_l3_scheduler": "leastloaded",
                    "enable_distributed_floating_ip": True,
                    "ovn_metadata_enabled": False,
                    "ovn_emit_need_to_frag": True,
                },
                "ovs": {
                    "ovsdb_connection": lab.ovs,
                    "bridge_mappings": f"{PHYSICAL_NETWORK}:{EXTERNAL_BRIDGE}",
                },
            },
            "uwsgi.ini": uwsgi(lab, port=self.endpoint.port, module="neutron.wsgi.api:application"),
        }

    def folders(self, lab: Lab) -> tuple[Path, ...]:
        """State."""
        return (lab.settings.data / "neutron",)

    def files(self, lab: Lab) -> Mapping[Path, str]:
        """The policy."""
        return policy_file(lab, self.name)

    def migrations(self, lab: Lab) -> tuple[Command, ...]:
        """The tables."""
        return (
            Command(
                "neutron-db-sync", (lab.program("neutron-db-manage"), *config_files(lab), "upgrade", "heads")
            ),
        )

    def processes(self, lab: Lab) -> tuple[Process, ...]:
        """API and the two workers that keep OVN and the database in step."""
        needs = ("neutron:migrated", "memcached", "ovn:settings")
        return (
            api_process(
                lab,
                self.name,
                port=self.endpoint.port,
                needs=needs,
                environment={
                    "OS_NEUTRON_CONFIG_DIR": str(lab.etc(self.name)),
                    "OS_NEUTRON_CONFIG_FILES": "neutron.conf;ml2_conf.ini",
                },
            ),
            *(
                Process(
                    name=name,
                    command=(lab.program(name), *config_files(lab)),
                    needs=(*needs, "rabbitmq"),
                    background=True,
                    stop="KILL",
                )
                for name in ("neutron-periodic-workers", "neutron-ovn-maintenance-worker")
            ),
        )

    def steps(self, lab: Lab) -> tuple[Step, ...]:
        """The network to the outside, which a cloud's operator would have made."""
        return (
            Step(
                "neutron:external-network",
                lambda: ask(lab, "neutron:external-network", make_external_network),
                # after the first call has been answered: it is that which makes the API read its policy
                needs=("neutron:ready", "ovn-northd"),
            ),
        )

    def questions(self, lab: Lab) -> tuple[Question, ...]:
        """Every host's controller has answered."""
        hosts = set(lab.settings.hosts)
        return (
            Question(
                "OVN's controllers are alive",
                lambda cloud, _: hosts <= {agent.host for agent in cloud.network.agents() if agent.is_alive},
            ),
        )


def config_files(lab: Lab) -> tuple[str, ...]:
    """Options that name Neutron's two files."""
    etc = lab.etc("neutron")
    return ("--config-file", str(etc / "neutron.conf"), "--config-file", str(etc / "ml2_conf.ini"))


def make_external_network(cloud: Any) -> None:  # noqa: ANN401 - openstacksdk has no types
    """`public`: flat on the provider's network, with addresses for routers and floating IPs."""
    network = cloud.network.find_network(EXTERNAL_NETWORK) or cloud.network.create_network(
        name=EXTERNAL_NETWORK,
        is_router_external=True,
        provider_network_type="flat",
        provider_physical_network=PHYSICAL_NETWORK,
    )
    if not network.subnet_ids:
        cloud.network.create_subnet(
            network_id=network.id,
            name=EXTERNAL_NETWORK,
            ip_version=4,
            cidr=EXTERNAL_RANGE,
            gateway_ip="172.24.4.1",
            is_dhcp_enabled=False,
            allocation_pools=[{"start": "172.24.4.10", "end": "172.24.4.250"}],
        )
