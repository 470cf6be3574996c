"""What was found about one thing that an item asks of sshd."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional, Sequence

from ..result import Evidence, Result, judged, not_applicable


@dataclass(frozen=True)
class Finding:
    """One thing asked for.

    Attributes:
        name: The option.
        want: What must be so.
        have: What is so.
        fine: Whether that is right; None where this OpenSSH has no such thing.
        evidence: Where that was seen.
        why: What about it is not right.
    """

    name: str
    want: str
    have: str
    fine: Optional[bool]
    evidence: Sequence[Evidence] = ()
    why: Optional[str] = None


def together(findings: Sequence[Finding]) -> Result:
    """One result of all; what this OpenSSH doesn't have is left out, as long as something is left."""
    known = [finding for finding in findings if finding.fine is not None]
    want = {finding.name: finding.want for finding in findings}
    if not known:
        return not_applicable(f"this OpenSSH has no {', '.join(want)}", want)
    whys: List[str] = [finding.why for finding in known if finding.why and not finding.fine]
    return judged(
        all(finding.fine for finding in known),
        want,
        {finding.name: finding.have for finding in known},
        [entry for finding in known for entry in finding.evidence],
        "; ".join(whys) or None,
    )
