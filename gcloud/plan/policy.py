"""From the allowed flows to security groups: what no flow allows is dropped.

A flow is one sentence; in the cloud it becomes rules at both ends, egress where
it starts and ingress where it arrives, because both ends deny by default.
Answers to what was allowed pass by connection tracking, without a rule.

Decisions that are not obvious:

* Rules are keyed by protocol and ports and not by service or flow. Two services
  on the same port would be the same rule twice, which Neutron refuses; and a
  flow's wording or place in the file can change without touching the cloud.
* Peers of one rule become one address group named after the rule. A peer that
  joins or leaves changes that group's addresses and nothing else. A lone block
  stands in the rule itself.
* A cloud that can't do address groups gets a rule for each block.
* `internet` is every address: a cloud can't tell the Internet from the rest.
  What must stay apart from it is the business of the checks, not of a list of
  exceptions here.
* A zone is open within itself only if a flow says so.
* DHCP needs no rule: OVN answers it before security groups are asked. Metadata
  (169.254.169.254) gets none: instances are configured by config drive, which
  needs no network. Name servers told to a zone's machines may be asked (53, both
  ends); that is what naming them means.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from gcloud.model.place import Capability, Cloud
from gcloud.model.site import Site
from gcloud.plan.allotment import Network
from gcloud.plan.model import AddressGroupPlan, Direction, EtherType, RulePlan, SecurityGroupPlan
from gcloud.plan.traffic import Channel, Remote, traffic

_IPV6 = 6
_DESCRIPTION = 255  # Neutron's limit
_ECHO6 = {8: 128, 0: 129}  # the types of echo and its reply (RFC 792, RFC 4443)


def security(
    site: Site, cloud: Cloud, blocks: Mapping[str, Network]
) -> tuple[tuple[SecurityGroupPlan, ...], tuple[AddressGroupPlan, ...]]:
    """The security groups of one cloud's zones, and the address groups that they name.

    Args:
        site: the site.
        cloud: the cloud; its zones get groups, zones of other clouds are peers.
        blocks: each zone's block.

    Returns:
        A security group for each zone on the cloud, also for one that may do nothing; address
        groups. Both sorted by name.
    """
    groups: list[AddressGroupPlan] = []
    rules: dict[str, list[RulePlan]] = {
        zone.name: [] for zone in site.zones if site.cloud_of(zone).name == cloud.name and zone.name in blocks
    }
    grouping = cloud.can(Capability.ADDRESS_GROUPS)
    for (zone, direction, channel), remote in sorted(traffic(site, blocks).items(), key=_key):
        if zone not in rules:
            continue
        rule = _rule(zone, direction, channel, blocks[zone].version, remote)
        remotes = _outermost(block for block in remote.blocks if block.version == blocks[zone].version)
        if not grouping:
            rules[zone] += [_towards(rule, block) for block in remotes]
        elif len(remotes) == 1:
            rules[zone].append(replace(rule, remote_prefix=str(remotes[0])))
        elif remotes:
            groups.append(_address_group(rule.name, remotes, remote.peers))
            rules[zone].append(replace(rule, remote_group=rule.name))
    labels = {zone.name: zone.label for zone in site.zones}
    security_groups = tuple(
        SecurityGroupPlan(
            name=zone,
            zone=zone,
            description=labels[zone],
            rules=tuple(sorted(members, key=lambda rule: rule.name)),
        )
        for zone, members in sorted(rules.items())
    )
    return security_groups, tuple(sorted(groups, key=lambda group: group.name))


def _key(item: tuple[tuple[str, Direction, Channel], Remote]) -> tuple[str, Direction, Channel]:
    return item[0]


def _outermost(blocks: Iterable[Network]) -> list[Network]:
    """Blocks of one version without those that lie inside others.

    Neighbours are not merged into one: a list that people check against the
    table of addresses must show the same blocks as the table.
    """
    kept: list[Network] = []
    end = -1
    for block in sorted(blocks, key=lambda b: (int(b.network_address), b.prefixlen)):
        if int(block.broadcast_address) > end:
            kept.append(block)
            end = int(block.broadcast_address)
    return kept


def _rule(zone: str, direction: Direction, channel: Channel, version: int, remote: Remote) -> RulePlan:
    """A rule without its other side."""
    ethertype: EtherType = "IPv6" if version == _IPV6 else "IPv4"
    protocol, low, high = channel.protocol, channel.low, channel.high
    if protocol == "icmp":
        # Neutron has type and code where ports have first and last; code 0 stands for unset in the
        # official provider, which then allows all codes of the type.
        high = 0
        if version == _IPV6:
            protocol, low = "ipv6-icmp", _ECHO6.get(low, low)
    return RulePlan(
        name=f"{zone}-{'in' if direction == 'ingress' else 'out'}-{channel}",
        direction=direction,
        ethertype=ethertype,
        protocol=protocol,
        port_min=None if low < 0 else low,
        port_max=None if low < 0 else high,
        remote_group=None,
        remote_prefix=None,
        description=", ".join(sorted(remote.services)),
    )


def _towards(rule: RulePlan, block: Network) -> RulePlan:
    """The rule for one block, its name made from the block so that neighbours come and go freely."""
    suffix = str(block).replace("/", "-").replace(":", ".")
    return replace(rule, name=f"{rule.name}-{suffix}", remote_prefix=str(block))


def _address_group(name: str, blocks: Iterable[Network], peers: Iterable[str]) -> AddressGroupPlan:
    names = sorted(peers)
    description = ", ".join(names)
    if len(description) > _DESCRIPTION:
        description = f"{len(names)} peers, {names[0]} to {names[-1]}"
    return AddressGroupPlan(
        name=name, description=description, addresses=tuple(str(block) for block in blocks)
    )
