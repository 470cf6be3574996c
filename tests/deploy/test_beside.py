import json

from gcloud.deploy.beside import made_by
from gcloud.deploy.location import Backend


def write(folder, project, content):
    path = folder / ".pulumi" / "stacks" / project / "s.json"
    path.parent.mkdir(parents=True)
    path.write_text(content)


def test_what_stacks_have_made_is_read_without_opening_them(tmp_path):
    resources = [
        {"type": "pulumi:pulumi:Stack", "urn": "u"},
        {"type": "t:t:Net", "urn": "v", "id": "7", "outputs": {"x": {"ciphertext": "?"}}},
    ]
    write(tmp_path, "a", json.dumps({"version": 3, "checkpoint": {"latest": {"resources": resources}}}))
    write(tmp_path, "b", "{")
    backend = Backend(tmp_path.as_uri(), tmp_path)
    assert list(made_by(backend, [("a", "s"), ("b", "s"), ("none", "s")])) == [("t:t:Net", "7")]


def test_of_a_backend_that_is_no_folder_nothing_is_known():
    assert list(made_by(Backend("s3://x", None), [("a", "s")])) == []
