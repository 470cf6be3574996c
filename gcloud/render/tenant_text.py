"""Requests, approvals, tenants and retirements as the texts of their files.

Each file holds one of them and says on top who writes it and what a change by hand
does to it, in the two languages of those who open it.
"""

from typing import Final

from gcloud.model.tenants.approval import Approval
from gcloud.model.tenants.request import Request
from gcloud.model.tenants.retirement import Retirement
from gcloud.model.tenants.tenant import GrantedTenant
from gcloud.render.yaml_text import section_text

REQUEST: Final = """\
# Yêu cầu do `govcloud tenant` ghi. Sửa sau khi đã duyệt thì phê duyệt mất hiệu lực.
# A request, written by `govcloud tenant`. A change after its approval makes the approval void.
"""

APPROVAL: Final = """\
# Quyết định đã ký, do `govcloud tenant approve` hoặc `reject` ghi. Không sửa bằng tay.
# A signed decision, written by `govcloud tenant approve` or `reject`. Not to be edited.
"""

TENANT: Final = """\
# Nội dung đã được duyệt, do `govcloud tenant approve` ghi. Muốn đổi: `govcloud tenant change`.
# What was approved, written by `govcloud tenant approve`. To change it: `govcloud tenant change`.
"""

RETIREMENT: Final = """\
# Các bước kết thúc đã làm, do `govcloud tenant retire` ghi. Không sửa bằng tay.
# The steps of an end that were done, written by `govcloud tenant retire`. Not to be edited.
"""


def request_text(request: Request) -> str:
    """The text of requests/ID.yaml."""
    return section_text("requests", [request], header=REQUEST)


def approval_text(approval: Approval) -> str:
    """The text of requests/ID.approval.yaml."""
    return section_text("approvals", [approval], header=APPROVAL)


def tenant_text(tenant: GrantedTenant) -> str:
    """The text of tenants/NAME.yaml."""
    return section_text("tenants", [tenant], header=TENANT)


def retirement_text(retirement: Retirement) -> str:
    """The text of tenants/NAME.retirement.yaml."""
    return section_text("retirements", [retirement], header=RETIREMENT)
