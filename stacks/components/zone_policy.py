"""A zone's policy: its security group, and the address groups that its rules name."""

from collections.abc import Iterable

import pulumi
import pulumi_openstack as openstack

from gcloud.plan.model import AddressGroupPlan, RulePlan, SecurityGroupPlan
from stacks.components.refusal import RefusedError


class ZonePolicy(pulumi.ComponentResource):
    """What the servers of one zone may send and receive.

    Creates a security group without the rules that clouds add by themselves (they
    allow everything outward), so both directions are closed; a rule for each
    allowed channel; an address group for each rule with several peers.

    Refuses a rule without exactly one other side, a rule that names a group which
    it was not given, a rule without a protocol, and two rules of one name.

    Args:
        plan: the security group.
        groups: address groups; those that the rules name are created.
        opts: the provider of the cloud.

    Raises:
        RefusedError: see above.
    """

    def __init__(
        self, plan: SecurityGroupPlan, groups: Iterable[AddressGroupPlan], opts: pulumi.ResourceOptions
    ) -> None:
        known = {group.name: group for group in groups}
        _judge(plan, set(known))
        super().__init__("govcloud:datacenter:ZonePolicy", plan.name, {"zone": plan.zone}, opts)
        within = pulumi.ResourceOptions(parent=self)
        self.group = openstack.networking.SecGroup(
            plan.name,
            name=plan.name,
            description=plan.description,
            delete_default_rules=True,
            opts=within,
        )
        named = [rule.remote_group for rule in plan.rules if rule.remote_group is not None]
        self.address_groups = {
            name: openstack.networking.AddressGroupV2(
                name,
                name=name,
                description=known[name].description,
                addresses=list(known[name].addresses),
                opts=within,
            )
            for name in named
        }
        for rule in plan.rules:
            openstack.networking.SecGroupRule(
                rule.name,
                security_group_id=self.group.id,
                direction=rule.direction,
                ethertype=rule.ethertype,
                protocol=rule.protocol,
                port_range_min=rule.port_min,
                port_range_max=rule.port_max,
                remote_ip_prefix=rule.remote_prefix,
                remote_address_group_id=self._group_id(rule),
                description=rule.description,
                opts=within,
            )
        self.register_outputs({"security_group_id": self.group.id})

    def _group_id(self, rule: RulePlan) -> pulumi.Output[str] | None:
        if rule.remote_group is None:
            return None
        return self.address_groups[rule.remote_group].id  # type: ignore[no-any-return]  # the SDK is untyped here


def _judge(plan: SecurityGroupPlan, groups: set[str]) -> None:
    seen: set[str] = set()
    for rule in plan.rules:
        if rule.name in seen:
            raise RefusedError(f"the policy of {plan.zone} has two rules {rule.name}")
        seen.add(rule.name)
        _judge_rule(rule, plan.zone, groups)


def _judge_rule(rule: RulePlan, zone: str, groups: set[str]) -> None:
    what = f"the rule {rule.name} of {zone}"
    if (rule.remote_group is None) == (rule.remote_prefix is None):
        raise RefusedError(f"{what} must have an address group or a block, not both or none")
    if rule.remote_group is not None and rule.remote_group not in groups:
        raise RefusedError(f"{what} names the address group {rule.remote_group}, which is not given")
    if not rule.protocol:
        raise RefusedError(f"{what} has no protocol, which would allow all of them")
