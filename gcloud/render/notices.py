"""Notices in words: Vietnamese, for officers."""

from dataclasses import asdict, dataclass

from gcloud.plan.tenants.notices import Notice
from gcloud.render.environment import environment

_SIGNATURE = "\nTrân trọng.\n(Thư tự động của hệ thống quản lý trung tâm dữ liệu tỉnh)\n"


@dataclass(frozen=True, slots=True)
class Message:
    """A notice as it is sent.

    Attributes:
        id: the notice's.
        kind: the notice's.
        tenant: the notice's.
        to: the addresses.
        subject: one line.
        body: the text.
    """

    id: str
    kind: str
    tenant: str
    to: tuple[str, ...]
    subject: str
    body: str


def message(notice: Notice) -> Message:
    """Write a notice; the first line of its template is the subject."""
    text = environment().get_template(f"notices/{notice.kind}.txt.j2").render(**asdict(notice))
    subject, _, body = text.partition("\n")
    return Message(notice.id, notice.kind, notice.tenant, notice.to, subject, body + _SIGNATURE)
