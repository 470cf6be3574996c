"""Quotas: every key of every service by its own name in OpenStack, and classes of them.

A key that nobody sets is what a cloud's default happens to be, and has been 0 in
some releases of the official provider. So a class and those it extends must in the end name every
key of every service that the cloud has; `gcloud.plan.tenants.quotas` resolves them.
"-1", OpenStack's word for "no limit", is refused: a small budget is shared by all.

Sources: Nova `os-quota-sets`, Neutron `quotas`, Cinder `os-quota-sets`, Octavia `quotas`,
Designate `quotas`, Barbican `project-quotas`, Glance's registered limits (API references of release 2026.2).
"""

from typing import Annotated, Self

from pydantic import Field, model_validator

from gcloud.model.base import Model
from gcloud.model.numbers import Whole
from gcloud.model.text import CatalogueName, Name, Text
from gcloud.model.wrong import wrong

Limit = Annotated[Whole, Field(ge=0, le=2_000_000_000)]
"""The most that there may be of something; 0 is none."""


class ComputeQuota(Model):
    """Nova."""

    cores: Annotated[Limit | None, Field(examples=[16])] = None
    """Virtual processors of all servers."""
    ram: Annotated[Limit | None, Field(examples=[32768])] = None
    """Memory of all servers, MiB."""
    instances: Annotated[Limit | None, Field(examples=[8])] = None
    """Servers."""
    key_pairs: Limit | None = None
    """Key pairs of each user."""
    metadata_items: Limit | None = None
    """Metadata entries of each server."""
    server_groups: Limit | None = None
    """Server groups."""
    server_group_members: Limit | None = None
    """Servers in each group."""


class NetworkQuota(Model):
    """Neutron."""

    network: Annotated[Limit | None, Field(examples=[4])] = None
    """Networks."""
    subnet: Limit | None = None
    """Subnets."""
    subnetpool: Limit | None = None
    """Subnet pools."""
    port: Limit | None = None
    """Ports."""
    router: Limit | None = None
    """Routers."""
    floatingip: Limit | None = None
    """Addresses of the external network."""
    security_group: Limit | None = None
    """Security groups; one of them Neutron makes by itself."""
    security_group_rule: Limit | None = None
    """Rules of all security groups."""
    rbac_policy: Limit | None = None
    """Rules by which something is shared with another project."""


class VolumeQuota(Model):
    """Cinder."""

    volumes: Annotated[Limit | None, Field(examples=[16])] = None
    """Volumes."""
    gigabytes: Annotated[Limit | None, Field(examples=[500])] = None
    """Size of all volumes and snapshots, GiB."""
    per_volume_gigabytes: Limit | None = None
    """Size of one volume, GiB."""
    snapshots: Limit | None = None
    """Snapshots."""
    backups: Limit | None = None
    """Backups."""
    backup_gigabytes: Limit | None = None
    """Size of all backups, GiB."""
    groups: Limit | None = None
    """Groups of volumes."""


class LoadBalancerQuota(Model):
    """Octavia."""

    loadbalancer: Limit | None = None
    """Load balancers."""
    listener: Limit | None = None
    """Listeners."""
    pool: Limit | None = None
    """Pools."""
    member: Limit | None = None
    """Members of pools."""
    health_monitor: Limit | None = None
    """Health monitors."""
    l7_policy: Limit | None = None
    """Policies of layer 7."""
    l7_rule: Limit | None = None
    """Rules of layer 7."""


class DnsQuota(Model):
    """Designate."""

    zones: Limit | None = None
    """Zones."""
    zone_recordsets: Limit | None = None
    """Record sets of each zone."""
    zone_records: Limit | None = None
    """Records of each zone."""
    recordset_records: Limit | None = None
    """Records of each record set."""
    api_export_size: Limit | None = None
    """Record sets in one export."""


class KeyManagerQuota(Model):
    """Barbican."""

    secrets: Limit | None = None
    """Secrets."""
    orders: Limit | None = None
    """Orders."""
    containers: Limit | None = None
    """Containers."""
    consumers: Limit | None = None
    """Consumers of each container."""
    cas: Limit | None = None
    """Certificate authorities."""


class ImageQuota(Model):
    """Glance, which has limits by project only where Keystone keeps them (`tenancy.unified_limits`)."""

    image_size_total: Limit | None = None
    """Size of all images, MiB."""
    image_stage_total: Limit | None = None
    """Size of what is being imported, MiB."""
    image_count_total: Limit | None = None
    """Images."""
    image_count_uploading: Limit | None = None
    """Images that are being uploaded."""


class VolumeTypeQuota(Model):
    """Cinder, for one kind of storage."""

    name: Annotated[CatalogueName, Field(examples=["gov-level-3"])]
    """The volume type."""
    gigabytes: Annotated[Limit, Field(examples=[200])]
    """Size of all volumes and snapshots of it, GiB."""


class Figures(Model):
    """Quotas by service; what is left out comes from the class."""

    compute: ComputeQuota = ComputeQuota()
    """Nova."""
    network: NetworkQuota = NetworkQuota()
    """Neutron."""
    volume: VolumeQuota = VolumeQuota()
    """Cinder."""
    load_balancer: LoadBalancerQuota = LoadBalancerQuota()
    """Octavia; needed where the cloud has `load-balancer`."""
    dns: DnsQuota = DnsQuota()
    """Designate; needed where the cloud has `dns`."""
    key_manager: KeyManagerQuota = KeyManagerQuota()
    """Barbican; needed where the cloud has `key-manager`."""
    image: ImageQuota = ImageQuota()
    """Glance; needed where `tenancy.unified_limits` has `image`."""
    volume_types: tuple[VolumeTypeQuota, ...] = ()
    """Most of a kind of storage; one that is not named has no limit but that of all volumes."""


class QuotaClass(Figures):
    """Quotas under a name, for tenants of one size."""

    name: Annotated[Name, Field(examples=["small"])]
    """How tenants call it."""
    label: Annotated[Text, Field(examples=["Nhỏ: một hệ thống của xã"])]
    """How people call it."""
    extends: Name | None = None
    """The class that says what this one leaves out."""


class QuotaWish(Figures):
    """What a tenant asks for: a class, figures of its own, or a class but for some figures."""

    class_name: Annotated[Name | None, Field(alias="class", examples=["small"])] = None
    """The class; without it every figure must be written."""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.class_name is None and not self.model_dump(exclude_defaults=True):
            raise wrong("quota.none", "no quota is asked for", "write class: with the name of a class")
        return self
