"""How requests and tenants stand in lists, as JSON."""

from gcloud.model.numbers import instant_text
from gcloud.model.tenants.tenant import GrantedTenant
from gcloud.plan.tenants.register import Entry


def tenant_json(one: GrantedTenant) -> dict[str, object]:
    """A tenant's line (docs/schema/output.schema.json, `tenant-line`)."""
    return {
        "name": one.name,
        "label": one.label,
        "agency": one.agency,
        "system": one.system.name,
        "level": one.system.level,
        "class": one.quota.class_name,
        "state": one.state,
        "review_on": one.review_on.isoformat(),
        "expires_on": one.expires_on.isoformat(),
        "request": one.request,
    }


def request_json(entry: Entry) -> dict[str, object]:
    """A request's line (docs/schema/output.schema.json, `request-line`)."""
    request, approval = entry.request, entry.approval
    return {
        "name": request.name,
        "kind": request.kind.value,
        "made_on": request.made_on.isoformat(),
        "requester": request.requester,
        "reason": request.reason,
        "tenants": [one.name for one in request.tenants],
        "status": entry.status,
        "decided_by": approval.by if approval else None,
        "decided_on": instant_text(approval.on) if approval else None,
    }
