"""`openstack:networking/addressScope:AddressScope`.

Source: Networking API v2.0, "Address scopes"; terraform-provider-openstack,
openstack_networking_addressscope_v2.
"""

from typing import ClassVar

from gcloud.provider.networking import neutron
from gcloud.provider.schema import Schema, boolean, integer, string


class AddressScope(neutron.NeutronType):
    """A space of addresses in which none is there twice; routers translate between two of them."""

    type_ = "openstack:networking/addressScope:AddressScope"
    noun = "address scope"
    collection = "address-scopes"
    member = "address_scope"
    schema = Schema(
        {
            "ipVersion": integer(default=4, replaces=True, choices=(4, 6)),
            "name": string(autoname=True, required=True),
            "projectId": neutron.TENANT,
            "region": neutron.REGION,
            "shared": boolean(computed=True),
        }
    )
    attributes: ClassVar = {
        "ipVersion": "ip_version",
        "name": "name",
        "projectId": "project_id",
        "shared": "shared",
    }
