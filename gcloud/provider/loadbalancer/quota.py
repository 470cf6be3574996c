"""`openstack:loadbalancer/quota:Quota`.

Source: Load Balancer API v2, "Quotas" (l7policy and l7rule since 2.19);
terraform-provider-openstack, openstack_lb_quota_v2.
"""

from typing import ClassVar, Final

from gcloud.cloud import rest
from gcloud.provider.call import Call
from gcloud.provider.quota import QuotaType, limits
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema

_LIMITS: Final = {
    "healthMonitor": "healthmonitor",
    "l7Policy": "l7policy",
    "l7Rule": "l7rule",
    "listener": "listener",
    "loadbalancer": "loadbalancer",
    "member": "member",
    "pool": "pool",
}


class Quota(QuotaType):
    """A project's limits in Octavia, which knows them for a project that isn't there, too.

    Only an administrator may set them.
    """

    type_ = "openstack:loadbalancer/quota:Quota"
    noun = "load balancer quota"
    services = ("load_balancer",)
    extra = True
    path = "/lbaas/quotas"
    schema = Schema(limits(_LIMITS))
    attributes: ClassVar = _LIMITS

    def put(self, call: Call, project: str, body: Json, doing: str) -> Json:
        """Set some limits; Octavia's answer lacks some, so that all are asked for again."""
        path, sent = f"{self.path}/{project}", {self.member: body}
        rest.call(call.cloud.load_balancer, "PUT", path, doing=doing, json=sent)
        return self.get(call, project, doing) or {}
