"""`openstack:dns/quotaV2:QuotaV2`.

Source: DNS API v2, "Quotas"; terraform-provider-openstack, openstack_dns_quota_v2.
"""

from typing import ClassVar, Final

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.provider.call import Call
from gcloud.provider.dns.designate import acting_in
from gcloud.provider.quota import QuotaType, limits
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema

_LIMITS: Final = {
    "apiExportSize": "api_export_size",
    "recordsetRecords": "recordset_records",
    "zoneRecords": "zone_records",
    "zoneRecordsets": "zone_recordsets",
    "zones": "zones",
}


class Quota(QuotaType):
    """A project's limits in Designate. Only an administrator may set them."""

    type_ = "openstack:dns/quotaV2:QuotaV2"
    noun = "DNS quota"
    services = ("dns",)
    extra = True
    schema = Schema(limits(_LIMITS))
    attributes: ClassVar = _LIMITS

    def put(self, call: Call, project: str, body: Json, doing: str) -> Json:
        """Set some limits; Designate answers with all."""
        path, headers = f"/quotas/{project}", acting_in(call, project)
        return rest.call(call.cloud.dns, "PATCH", path, doing=doing, json=body, headers=headers)

    def get(self, call: Call, project: str, doing: str) -> Json | None:
        """Get all limits; Designate knows them for a project that isn't there, too."""
        path, headers = f"/quotas/{project}", acting_in(call, project)
        try:
            return rest.call(call.cloud.dns, "GET", path, doing=doing, headers=headers)
        except NotFoundError:
            return None
