import json


def test_schema_on_stdout_and_in_a_file_are_the_same(govcloud, tmp_path):
    ran = govcloud("schema")
    file = tmp_path / "site.schema.json"
    assert govcloud("schema", "--to", file).code == 0
    assert json.loads(file.read_text()) == json.loads(ran.out)
    assert "$defs" in json.loads(ran.out)


def test_json_document_holds_the_schema(govcloud):
    assert "$defs" in govcloud("schema", "--output", "json").document["result"]["schema"]
