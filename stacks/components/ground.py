"""What the tenants of one cloud share and none of them makes: domain, roles, external network, catalogue."""

import functools

import pulumi
import pulumi_openstack as openstack

from gcloud.plan.tenants.model import ShardPlan, TenantCloud


class Ground:
    """One cloud, as the tenants of a shard find it.

    Each look-up is made once for all tenants, and only if one of them needs it, so
    the calls of a run don't grow with the number of tenants.

    Restricted flavors and volume types are made by the data-centre stack of the site
    and read from its outputs `flavors` and `volume_types` (cloud → name → id).

    Args:
        cloud: the cloud.
        shard: whose tenants stand on it.
        provider: of the cloud, with an administrator's rights.
    """

    def __init__(self, cloud: TenantCloud, shard: ShardPlan, provider: openstack.Provider) -> None:
        self.site = shard.site
        self.provider = provider
        self.cloud = cloud
        self._asking = pulumi.InvokeOutputOptions(provider=provider)
        self._roles: dict[str, pulumi.Output[str]] = {}
        self._services: dict[str, pulumi.Output[str]] = {}
        self._people: dict[str, pulumi.Output[str]] = {}

    @functools.cached_property
    def domain(self) -> pulumi.Output[str]:
        """The id of the Keystone domain of projects, groups and the users that Keystone keeps."""
        return self._domain(self.cloud.domain)

    @functools.cached_property
    def _directory(self) -> pulumi.Output[str]:
        return self._domain(self.cloud.directory or "")

    @functools.cached_property
    def external_network(self) -> pulumi.Output[str]:
        """The id of the external network."""
        found = openstack.networking.get_network_output(
            name=self.cloud.external_network, external=True, opts=self._asking
        )
        return found.id  # type: ignore[no-any-return]  # as above

    def role(self, name: str) -> pulumi.Output[str]:
        """The id of a role; it is never made: what it allows is said by the cloud's policy."""
        if name not in self._roles:
            found = openstack.identity.get_role_output(name=name, opts=self._asking)
            self._roles[name] = found.id
        return self._roles[name]

    def service(self, type_: str) -> pulumi.Output[str]:
        """The id of a service, by its type in the catalogue."""
        if type_ not in self._services:
            found = openstack.identity.get_service_output(type=type_, opts=self._asking)
            self._services[type_] = found.id
        return self._services[type_]

    def person(self, name: str) -> pulumi.Output[str]:
        """The id of somebody whom the cloud's directory keeps; who is not there fails the run."""
        if name not in self._people:
            found = openstack.identity.get_user_output(
                name=name, domain_id=self._directory, opts=self._asking
            )
            self._people[name] = found.id
        return self._people[name]

    def flavor(self, name: str) -> pulumi.Output[str]:
        """The id of a restricted flavor."""
        return self._made("flavors", name)

    def volume_type(self, name: str) -> pulumi.Output[str]:
        """The id of a restricted volume type."""
        return self._made("volume_types", name)

    def _domain(self, name: str) -> pulumi.Output[str]:
        found = openstack.identity.get_project_output(name=name, is_domain=True, opts=self._asking)
        return found.id  # type: ignore[no-any-return]  # the SDK's types are not read here

    @functools.cached_property
    def _datacenter(self) -> pulumi.StackReference:
        return pulumi.StackReference(f"organization/datacenter/{self.site}")

    def _made(self, output: str, name: str) -> pulumi.Output[str]:
        return self._datacenter.require_output(output).apply(lambda ids: ids[self.cloud.name][name])
