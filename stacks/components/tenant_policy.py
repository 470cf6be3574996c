"""The security group that a tenant starts with."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network

import pulumi
import pulumi_openstack as openstack

from gcloud.plan.tenants.model import TenantPlan

METADATA = "169.254.169.254/32"
"""Where a server asks who it is. Source: Nova user guide, "Metadata"."""

SSH, HTTP = 22, 80

ICMP = {4: "icmp", 6: "ipv6-icmp"}


@dataclass(frozen=True, slots=True)
class Rule:
    """What a server may send or receive.

    Attributes:
        name: its name within the group.
        direction: egress or ingress.
        protocol: as Neutron writes it.
        port: the one port, or None for all.
        remote: the other side's block.
        why: why it is open.
    """

    name: str
    direction: str
    protocol: str
    port: int | None
    remote: str
    why: str

    @property
    def family(self) -> str:
        """What Neutron calls the family of addresses."""
        return f"IPv{ip_network(self.remote).version}"


class Policy(pulumi.ComponentResource):
    """The security group NAME-inside of one tenant.

    Creates it without the rules that clouds add by themselves, so both directions are
    closed but for what servers of one tenant need of each other:

    | | what | why |
    |---|---|---|
    | out | TCP, UDP, ICMP to the own networks | a system's servers talk to each other |
    | out | TCP 80 to 169.254.169.254 | a server asks for its name and keys |
    | in | ICMP from the own networks | faults are found |
    | in | TCP 22 from the own networks | servers are administered from a jump host |

    What else is to be open the agency says by groups of its own. Groups only add.

    Args:
        plan: the tenant.
        project: the id of its project.
        opts: parent, and what must be there before.
    """

    def __init__(self, plan: TenantPlan, project: pulumi.Input[str], opts: pulumi.ResourceOptions) -> None:
        super().__init__("govcloud:tenants:Policy", plan.name, None, opts)
        within = pulumi.ResourceOptions(parent=self, depends_on=opts.depends_on)
        name = f"{plan.name}-inside"
        self.group = openstack.networking.SecGroup(
            name,
            name=name,
            description="Closed but for the tenant's own networks",
            tenant_id=project,
            delete_default_rules=True,
            opts=within,
        )
        for rule in rules_of(plan):
            openstack.networking.SecGroupRule(
                f"{name}-{rule.name}",
                tenant_id=project,
                security_group_id=self.group.id,
                direction=rule.direction,
                ethertype=rule.family,
                protocol=rule.protocol,
                port_range_min=rule.port,
                port_range_max=rule.port,
                remote_ip_prefix=rule.remote,
                description=rule.why,
                opts=within,
            )
        self.register_outputs({"security_group_id": self.group.id})


def rules_of(plan: TenantPlan) -> Iterator[Rule]:
    """Give the rules of a tenant's group."""
    for network in plan.networks:
        short = network.name.removeprefix(f"{plan.name}.")
        icmp = ICMP[ip_network(network.cidr).version]
        for protocol in ("tcp", "udp", icmp):
            yield Rule(f"out-{short}-{protocol}", "egress", protocol, None, network.cidr, "own networks")
        yield Rule(f"in-{short}-{icmp}", "ingress", icmp, None, network.cidr, "own networks")
        yield Rule(f"in-{short}-ssh", "ingress", "tcp", SSH, network.cidr, "administration")
    if plan.networks:
        yield Rule("out-metadata", "egress", "tcp", HTTP, METADATA, "metadata")
