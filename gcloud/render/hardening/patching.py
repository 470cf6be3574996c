"""The report of open security updates, as tables in Vietnamese: for a page, or a spreadsheet."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from gcloud.plan.hardening.patching.findings import HostFindings, total
from gcloud.plan.hardening.patching.tracker import SEVERITIES
from gcloud.render.table import Cell, Table

TITLE: Final = "Bản vá bảo mật còn thiếu (open security updates)"

_WORDS: Final = MappingProxyType(
    {
        "high": "Cao (high)",
        "medium": "Trung bình (medium)",
        "low": "Thấp (low)",
        "unimportant": "Không đáng kể (unimportant)",
        "unknown": "Chưa rõ (unknown)",
    }
)


def tables(hosts: Sequence[HostFindings]) -> tuple[Table, ...]:
    """What is open: by severity, by host, then each update.

    Args:
        hosts: what is open on each.
    """
    return (_by_severity(hosts), _by_host(hosts), _updates(hosts))


def _by_severity(hosts: Sequence[HostFindings]) -> Table:
    found = total(hosts)
    tracked = any(one.unmended is not None for one in hosts)
    unmended = {
        severity: sum((one.unmended or {}).get(severity, 0) for one in hosts) if tracked else None
        for severity in SEVERITIES
    }
    return Table(
        "Theo mức độ",
        ("Mức độ", "Bản vá còn thiếu", "Lỗ hổng chưa có bản vá"),
        tuple((_WORDS[severity], found[severity], unmended[severity]) for severity in SEVERITIES),
    )


def _by_host(hosts: Sequence[HostFindings]) -> Table:
    return Table(
        "Theo máy chủ",
        ("Máy chủ", "Hệ điều hành", *_WORDS.values(), "Cần khởi động lại", "Ghi chú"),
        tuple(_host(one) for one in hosts),
    )


def _host(one: HostFindings) -> tuple[Cell, ...]:
    if one.state is None:
        why = one.problem.message if one.problem else ""
        return (one.host, None, *[None] * len(SEVERITIES), None, f"Không kiểm tra được: {why}")
    reboot = "; ".join(one.state.reboot.why) if one.state.reboot.needed else None
    note = one.problem.message if one.problem else None
    counts = [one.counts.get(severity, 0) for severity in SEVERITIES]
    return (one.host, one.state.system, *counts, reboot, note)


def _updates(hosts: Sequence[HostFindings]) -> Table:
    return Table(
        "Từng bản vá",
        ("Máy chủ", "Gói", "Đang có", "Bản vá", "Nguồn", "Mức độ", "CVE", "Bị giữ lại"),
        tuple(
            (
                host.host,
                one.update.package,
                one.update.installed,
                one.update.new,
                one.update.origin,
                _WORDS[one.severity],
                ", ".join(cve.cve for cve in one.mends),
                one.update.held or None,
            )
            for host in hosts
            for one in host.updates
            if one.update.security
        ),
    )
