from gcloud.lab.files import tail, write


def test_a_file_is_private_unless_said_otherwise(tmp_path):
    write(tmp_path / "new" / "secret", "s")
    write(tmp_path / "script", "#!/bin/sh\n", mode=0o700)
    assert (tmp_path / "new" / "secret").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "script").stat().st_mode & 0o777 == 0o700


def test_writing_tells_whether_anything_changed(tmp_path):
    path = tmp_path / "f"
    assert write(path, "one")
    assert not write(path, "one")
    assert write(path, "two")
    assert write(path, "two", mode=0o644)
    assert list(tmp_path.iterdir()) == [path]


def test_the_tail_of_a_log(tmp_path):
    log = tmp_path / "log"
    assert tail(log) == ""
    log.write_text("".join(f"line {n}\n" for n in range(10_000)))
    assert tail(log, 2) == "line 9998\nline 9999"
