"""Kind ``sshd``: what sshd does, as ``sshd -T`` says it.

Fields: ``options`` (option: value), ``algorithms`` (list: what may be offered), ``match`` (the condition of a
block that ``options`` stand in), ``groups`` (who may come in), ``exempt`` (networks never shut out),
``moduli`` (least bits), ``host_keys`` (``types``, ``rsa_bits``), ``explicit`` (sshd_config itself must say it
too), ``operator`` (who must still come in; else who this run is).
"""

from __future__ import annotations

from typing import Dict, List, Sequence, Tuple

from ..edits import Edits
from ..errors import BadItemError, InapplicableError, UnreadableError
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import Result, absent, unknown
from ..ssh import change, keys, mirror, safety
from ..ssh.effective import effective
from ..ssh.finding import Finding, together
from ..ssh.options import Options, asked
from ..ssh.values import written


class Sshd(Kind):
    """The SSH server."""

    name = "sshd"

    def read(self, host: Host, items: Sequence[Item]) -> List[Result]:
        """All items against one reading of what sshd does."""
        if host.program("sshd") is None:
            return [absent("openssh-server is not installed", item.absent_is, "na") for item in items]
        options = Options(host)
        return [self._read(host, item, options) for item in items]

    def _read(self, host: Host, item: Item, options: Options) -> Result:
        try:
            return together(_findings(host, item, options))
        except (BadItemError, UnreadableError) as error:
            return unknown(str(error))

    def apply(self, item: Item, edits: Edits) -> None:
        """Write what is wrong into our drop-in."""
        host, options = edits.host, Options(edits.host)
        new: Dict[str, str] = {}
        blocked: List[str] = []
        for finding in asked(item, options):
            if finding.fine is False:
                new.update(_setting(item, edits, options, finding, blocked))
        for operator in host.operators(item.optional("operator")):
            safety.keep_operator(host, operator, new)
        if item.optional("match"):
            matched = {option: written(value) for option, value in item.table("options").items()}
            for operator in host.operators(item.optional("operator")):
                safety.keep_without_code(host, operator, item.text("match"), matched)
            change.set_matched(item, edits, item.text("match"), matched)
        elif new:
            change.set_options(item, edits, new)
        elif blocked:
            raise InapplicableError(f"{'; '.join(blocked)}: a block is for those who wrote it to change")
        if item.flag("explicit") and mirror.repeat(item, edits, options.everybody, new):
            change.settle(item, edits)
        _apply_keys(item, edits)


def _findings(host: Host, item: Item, options: Options) -> List[Finding]:
    findings = asked(item, options)
    if item.flag("explicit"):
        findings.append(mirror.missing(host, item, options.everybody))
    if "host_keys" in item.fields:
        types, bits = _allowed_keys(item)
        findings.append(keys.host_keys(host, options.everybody, types, bits))
    if "moduli" in item.fields:
        findings.append(keys.moduli(host, int(item.fields["moduli"])))
    if not findings:
        raise BadItemError(f"item {item.id}: it asks nothing of sshd")
    return findings


def _setting(
    item: Item, edits: Edits, options: Options, finding: Finding, blocked: List[str]
) -> Dict[str, str]:
    """What to set for a finding that is not right; nothing where only a ``Match`` block is wrong."""
    algorithms = item.table("algorithms")
    if finding.name in algorithms:
        return {finding.name: change.known(edits, finding.name, algorithms[finding.name])}
    if finding.name in item.table("options"):
        outside = options.outside(finding.name, item.table("options")[finding.name])
        if outside.fine:
            blocked.append(finding.why or finding.name)
            return {}
    return {finding.name: finding.want}


def _apply_keys(item: Item, edits: Edits) -> None:
    host = edits.host
    if "host_keys" in item.fields:
        types, bits = _allowed_keys(item)
        if not keys.host_keys(host, effective(host), types, bits).fine:
            good = [key.path for key in keys.offered(host, effective(host)) if key.fits(types, bits)]
            change.set_host_keys(item, edits, good)
    if "moduli" in item.fields and not keys.moduli(host, int(item.fields["moduli"])).fine:
        kept = keys.large_groups(edits.text(keys.MODULI) or "", int(item.fields["moduli"]))
        if not any(map(keys.group_size, kept.splitlines())):
            raise InapplicableError(f"{keys.MODULI} has no group that is large enough")
        edits.write(item.id, keys.MODULI, kept, secret=True)  # half a megabyte of numbers: not to be shown


def _allowed_keys(item: Item) -> Tuple[List[str], int]:
    wanted = item.table("host_keys")
    return [str(entry) for entry in wanted.get("types", ["ed25519", "rsa"])], int(
        wanted.get("rsa_bits", 3072)
    )
