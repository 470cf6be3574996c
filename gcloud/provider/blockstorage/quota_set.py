"""`openstack:blockstorage/quoteSetV3:QuoteSetV3` (the type's name is the official provider's slip).

Source: Block Storage API v3, "Quota sets"; terraform-provider-openstack,
openstack_blockstorage_quotaset_v3.
"""

from typing import ClassVar, Final

from gcloud.provider.call import Call
from gcloud.provider.quota import QuotaType, limits
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, string_map

_LIMITS: Final = {
    "backupGigabytes": "backup_gigabytes",
    "backups": "backups",
    "gigabytes": "gigabytes",
    "groups": "groups",
    "perVolumeGigabytes": "per_volume_gigabytes",
    "snapshots": "snapshots",
    "volumes": "volumes",
}


class QuotaSet(QuotaType):
    """A project's limits in Cinder, which knows them for a project that isn't there, too.

    Only an administrator may set them.

    `volumeTypeQuota` holds limits of one volume type each (`volumes_fast`, as strings). Cinder
    reports them for every type that there is; outputs hold the ones that the program gave.
    """

    type_ = "openstack:blockstorage/quoteSetV3:QuoteSetV3"
    noun = "volume quota"
    services = ("block_storage",)
    path = "/os-quota-sets"
    member = "quota_set"
    schema = Schema({**limits(_LIMITS), "volumeTypeQuota": string_map()})
    attributes: ClassVar = _LIMITS

    def sent(self, inputs: Json) -> Json:
        """Give the limits, those of single volume types among them."""
        of_types = {name: int(limit) for name, limit in (inputs.get("volumeTypeQuota") or {}).items()}
        return {**super().sent(inputs), **of_types}

    def reported(self, call: Call, raw: Json, given: Json) -> Json:
        """Report of the single types' limits the ones that were given."""
        report = super().reported(call, raw, given)
        if given.get("volumeTypeQuota"):
            names = given["volumeTypeQuota"]
            report["volumeTypeQuota"] = {name: str(raw[name]) for name in names if name in raw}
        return report
