"""The verdict on one control, from what its items were found to be.

In this order: a control that means nothing on the host is not applicable; one that is
waived is waived, whatever is so; one without items was not checked. Else one item that
differs fails it; without that, one that could not be read leaves it unchecked; if no
item applies it is not applicable; else it passes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gcloud.model.baseline.control import Control
from gcloud.plan.hardening.answer import Answer, ItemAnswer
from gcloud.plan.hardening.compiled import CompiledControl
from gcloud.plan.hardening.results import Verdict
from gcloud.plan.hardening.said import together


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with its grounds.

    Attributes:
        verdict: the verdict.
        by: the items that decided it.
        why: the reason, where it needs one.
        why_vi: the same in Vietnamese, where it is ours and not the host's.
    """

    verdict: Verdict
    by: tuple[ItemAnswer, ...] = ()
    why: str = ""
    why_vi: str = ""


def decide(one: CompiledControl, items: Sequence[ItemAnswer], host: Answer | None) -> Decision:
    """Judge a control.

    Args:
        one: the control.
        items: what its items were found to be, an answer each.
        host: what else the host said; None where it could not be asked.
    """
    if one.why is not None and one.standing == "excluded":
        return Decision("not-applicable", (), one.why.en, one.why.vi)
    elsewhere = _elsewhere(one.control, host)
    if elsewhere is not None:
        return elsewhere
    if one.waived:
        return Decision("waived", _first(_of(items, "differs"), _of(items, "unknown"), tuple(items)))
    if one.why is not None:
        return Decision("not-checked", (), one.why.en, one.why.vi)
    return _expired(one, _by_items(items))


def _by_items(items: Sequence[ItemAnswer]) -> Decision:
    differs, unread, fine = _of(items, "differs"), _of(items, "unknown"), _of(items, "ok")
    if differs:
        return Decision("fail", differs, _reasons(differs))
    if unread:
        return Decision("not-checked", unread, _reasons(unread) or "it could not be read")
    if fine:
        return Decision("pass", fine, _reasons(fine))
    return Decision("not-applicable", tuple(items), _reasons(items))


def _elsewhere(control: Control, host: Answer | None) -> Decision | None:
    """The control means nothing on this sort of host."""
    if host is None:
        return None
    if control.only.system and host.system not in control.only.system:
        named = ", ".join(control.only.system)
        return Decision("not-applicable", (), f"Only for {named}.", f"Chỉ áp dụng cho {named}.")
    if host.container and not control.only.container:
        why = "A container has no kernel, boot loader or mounts of its own."
        why_vi = "Máy là container: không có nhân, trình khởi động hay hệ thống tệp riêng."
        return Decision("not-applicable", (), why, why_vi)
    return None


def _expired(one: CompiledControl, found: Decision) -> Decision:
    """Say that a waiver would have let it pass, had it not ended; or that it is of no use any more."""
    if one.waiver is None or not one.expired or found.verdict == "not-applicable":
        return found
    day = one.waiver.expires_on
    if found.verdict == "pass":
        why = f"The waiver expired on {day}, and nothing needs it: take it out of the site."
        why_vi = f"Miễn trừ đã hết hạn ngày {day:%d/%m/%Y} và không còn cần: hãy bỏ khỏi site."
        return Decision(found.verdict, found.by, why, why_vi)
    return Decision(
        found.verdict,
        found.by,
        f"The waiver expired on {day}. {found.why}".rstrip(),
        f"Miễn trừ đã hết hạn ngày {day:%d/%m/%Y}. {found.why_vi or found.why}".rstrip(),
    )


def _of(items: Sequence[ItemAnswer], status: str) -> tuple[ItemAnswer, ...]:
    return tuple(item for item in items if item.status == status)


def _first(*choices: tuple[ItemAnswer, ...]) -> tuple[ItemAnswer, ...]:
    return next((choice for choice in choices if choice), ())


def _reasons(items: Sequence[ItemAnswer]) -> str:
    return together(item.why for item in items)
