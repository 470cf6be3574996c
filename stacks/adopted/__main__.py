"""What was taken over from a running cloud: each object as it is, property by property."""

from pathlib import Path

import pulumi
import pulumi_openstack as openstack

from gcloud.model.adopted import in_order
from stacks.components.adopted import Adopted, service_of
from stacks.sites import site_of, told

folder = Path(pulumi.Config().require("site"))
site = site_of(folder, stack=pulumi.get_stack())
providers = {
    cloud.name: openstack.Provider(cloud.name, cloud=cloud.cloud, region=cloud.region)
    for cloud in site.clouds
}
groups: dict[tuple[str, str], Adopted] = {}
made: dict[str, pulumi.CustomResource] = {}

for one in in_order(site.adopted):
    cloud = one.cloud or site.clouds[0].name
    place = (cloud, service_of(one))
    if place not in groups:
        groups[place] = Adopted("-".join(place), pulumi.ResourceOptions(provider=providers[cloud]))
    with told():
        made[one.name] = groups[place].take(one, made)

for group in groups.values():
    group.register_outputs({})
pulumi.export("adopted", {name: resource.id for name, resource in made.items()})
