"""A secret that is read from a pipe and is on no disk."""

import stat

from gcloud.harden.pipe import readable


def test_whoever_opens_it_reads_the_secret_each_time(tmp_path):
    with readable("mật khẩu", tmp_path / "pipe") as pipe:
        assert stat.S_ISFIFO(pipe.stat().st_mode)
        assert pipe.stat().st_mode & 0o777 == 0o600
        assert pipe.read_text() == "mật khẩu"
        assert pipe.read_text() == "mật khẩu"
    assert list(tmp_path.iterdir()) == []


def test_nobody_need_read_it(tmp_path):
    with readable("x", tmp_path / "pipe"):
        pass
    assert list(tmp_path.iterdir()) == []
