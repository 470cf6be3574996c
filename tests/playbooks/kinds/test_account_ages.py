"""A maximum age never shuts anybody out: where it has passed, the count begins today, and that is said."""

from __future__ import annotations

import struct
import time
from pathlib import Path

import pytest

from govcloud import run
from govcloud.host import Host

TODAY = int(time.time()) // 86400
PASSWD = "root:x:0:0::/root:/bin/bash\nops:x:1000:1000::/home/ops:/bin/bash\n"
HASH = "$y$j9T$salt$hash"


def item(what: str, **values: int) -> list[run.Item]:
    return run.items_of(
        [{"id": "c/1", "kind": "account", "batch": "accounts", "what": what, "values": values}]
    )


def shadow(host: Host) -> list[str]:
    return Path(f"{host.root}/etc/shadow").read_text().splitlines()


@pytest.mark.parametrize(
    ("line", "values", "after", "told"),
    [
        (f"{TODAY - 10}:0:99999:7:::", {"max_days": 60}, f"{TODAY - 10}:0:60:7:::", False),
        (f"{TODAY - 900}:0:99999:7:::", {"max_days": 60}, f"{TODAY}:0:60:7:::", True),
        (f"{TODAY - 55}:0:99999:7:::", {"max_days": 60}, f"{TODAY}:0:60:7:::", True),
        ("::99999:7:::", {"max_days": 60}, f"{TODAY}::60:7:::", True),
        ("0:0:99999:7:::", {"max_days": 60}, "0:0:60:7:::", False),
        (f"{TODAY - 90}:0:60:7:::", {"inactive_days": 30}, f"{TODAY}:0:60:7:30::", True),
        (f"{TODAY - 10}:0:30:14:5::", {"max_days": 60, "warn_days": 7, "inactive_days": 30}, None, False),
    ],
)
def test_nobody_is_ended_at_once(
    make_host, line: str, values: dict[str, int], after: str | None, told: bool
) -> None:
    host = make_host({"/etc/passwd": PASSWD, "/etc/shadow": f"root:*:1::::::\nops:{HASH}:{line}\n"})
    items = item("ageing-people", **values)

    result = run.read(Host(host.root), items)["c/1"]
    did = run.apply(Host(host.root), items, "accounts", check=False)

    assert (after is None) == (result.status == "ok")
    assert shadow(host)[1] == f"ops:{HASH}:{after or line}"
    assert ("begins to count today: ops" in (result.why or "")) is told
    assert HASH not in str(did), "a stored password was shown"
    assert run.apply(Host(host.root), items, "accounts", check=False).changes == []


def test_who_comes_by_key_alone_has_no_password_that_could_end(make_host) -> None:
    host = make_host({"/etc/passwd": PASSWD, "/etc/shadow": "ops:!:1:0:99999:7:::\n"})
    assert run.read(host, item("ageing-people", max_days=60))["c/1"].status == "ok"


def test_accounts_that_nobody_used_for_long_are_told(make_host, tmp_path: Path) -> None:
    passwd = PASSWD + "lan:x:1001:1001::/home/lan:/bin/bash\nnew:x:1002:1002::/home/new:/bin/bash\n"
    host = make_host(
        {"/etc/passwd": passwd, "/etc/shadow": f"new:{HASH}:{TODAY - 3}:0:60:7:::\n", "/var/log/x": ""}
    )
    record = struct.Struct("=i32s256s")
    with (tmp_path / "var/log/lastlog").open("wb") as file:
        for uid, ago in ((1000, 2), (1001, 90)):
            file.seek(uid * record.size)
            file.write(record.pack(int(time.time()) - ago * 86400, b"pts/0", b"10.0.0.1"))

    result = run.read(host, item("dormant", days=45))["c/1"]

    assert [entry.value for entry in result.evidence] == ["lan: last used 90 days ago"]
