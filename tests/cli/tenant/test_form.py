"""The .xlsx form: written with the site's drop-downs, filled in, read back with errors by cell."""

import datetime
import io
import zipfile

import openpyxl
import pytest
import yaml

from gcloud.deploy.tenants import workbook
from gcloud.model.errors import SiteInvalid

ANSWERS = {
    "about:requester": "Trần Thị Bình (tran-thi-binh)",
    "about:reason": "Máy chủ cũ đã hết bảo hành",
    "tenant:label": "Hồ sơ địa chính",
    "tenant:agency": "Sở Nội vụ tỉnh Hà Tĩnh (interior-department)",
    "tenant:purpose": "Lưu hồ sơ địa chính",
    "tenant:contact.name": "Trần Thị Bình",
    "tenant:contact.email": "binh@hatinh.example",
    "tenant:contact.phone": "0239 000 0000",
    "tenant:system.level": "Cấp độ 3 (3)",
    "tenant:system.operator": "hired-operator",
    "tenant:system.personal_data": "Cơ bản (basic)",
    "tenant:system.data_subjects": 5000,
    "tenant:quota.class": "Nhỏ (small)",
    "tenant:services.outside": "Có (true)",
    "tenant:bandwidth_mbps": 200.0,
    "tenant:budget": "2026-CNTT-07",
    "tenant:review_on": datetime.datetime(2097, 6, 30),  # noqa: DTZ001 - spreadsheets have no zones
    "tenant:expires_on": "31/12/2098",
    "tenant:quota.compute.cores": 32,
}


@pytest.fixture
def form(govcloud, tenanted, tmp_path):
    """Writes the form, fills it in with changes, and gives the file."""

    def fill(change=None, language="vi", **answers):
        file = tmp_path / "form.xlsx"
        assert govcloud("tenant", "form", tenanted, "--to", file, "--lang", language).code == 0
        book = openpyxl.load_workbook(file)
        said = {**ANSWERS, **answers}
        for sheet in (book.worksheets[0], book.worksheets[3]):
            for row in sheet.iter_rows(min_row=4, max_col=4):
                if row[3].value in said:
                    row[1].value = said[row[3].value]
        networks, people = book.worksheets[1], book.worksheets[2]
        networks["A4"], networks["B4"], networks["A6"] = "app", "26", "data"
        for column, value in zip(
            "ABCDE", ["cuong", "Lê Văn Cường", "c@hatinh.example", "Quản trị"], strict=False
        ):
            people[f"{column}4"] = value
        if change is not None:
            change(book)
        book.save(file)
        return file

    return fill


def test_a_filled_in_form_becomes_a_request(govcloud, tenanted, form):
    ran = govcloud("tenant", "request", tenanted, "--form", form(), "--lang", "vi")
    assert ran.code == 0, ran.out
    [request] = yaml.safe_load((tenanted / "requests" / "r-2026-0004.yaml").read_text())["requests"]
    [tenant] = request["tenants"]
    assert request["requester"] == "tran-thi-binh"
    assert tenant["name"] == "ho-so-dia-chinh"
    assert tenant["contact"]["phone"] == "0239 000 0000"
    assert tenant["system"]["level"] == 3
    assert tenant["quota"] == {"class": "small", "compute": {"cores": 32}}
    assert tenant["services"] == ["outside"]
    assert tenant["bandwidth_mbps"] == 200
    assert tenant["networks"] == [{"name": "app", "prefix_length": 26}, {"name": "data"}]
    assert tenant["members"] == [
        {"name": "cuong", "label": "Lê Văn Cường", "email": "c@hatinh.example", "role": "administrator"}
    ]
    assert str(tenant["review_on"]) == "2097-06-30"
    assert str(tenant["expires_on"]) == "2098-12-31"


def test_every_mistake_is_told_by_its_cell(govcloud, tenanted, form):
    def change(book):
        networks, people = book.worksheets[1], book.worksheets[2]
        networks["B4"], networks["A6"] = "=20+6", "Mạng"
        people["C4"] = None

    file = form(
        change,
        **{
            "tenant:agency": "Sở Y tế",
            "tenant:contact.email": "binh",
            "tenant:expires_on": "2098-31-12",
            "tenant:quota.compute.cores": "nhiều",
            "tenant:label": None,
        },
    )
    before = sorted((tenanted / "requests").iterdir())
    ran = govcloud("tenant", "request", tenanted, "--form", file, "--lang", "vi")
    told = dict(line.split(": ", 1) for line in ran.out.splitlines() if line.startswith(str(file)))
    cells = {place.removeprefix(str(file)): words for place, words in told.items()}
    assert ran.code == 2
    assert {place: words.partition(" (")[0] for place, words in cells.items()} == {
        "[Yêu cầu!B6]": "còn trống",
        "[Yêu cầu!B8]": "không có trong danh sách",
        "[Yêu cầu!B11]": "thư điện tử không đúng",
        "[Yêu cầu!B34]": "ngày phải viết năm-tháng-ngày",
        "[Mạng!A6]": "tên chỉ gồm a-z, 0-9 và dấu -, bắt đầu bằng chữ cái",
        "[Mạng!B4]": "biểu mẫu không đúng",
        "[Người sử dụng!C4]": "còn trống",
        "[Hạn mức!B4]": "phải là số nguyên",
    }
    assert sorted((tenanted / "requests").iterdir()) == before


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (("Quản trị", "2020-12-31"), "[Yêu cầu!B33]: ngày rà soát phải trước ngày hết hạn"),
        (
            ("Vận hành được thuê", "2098-12-31"),
            "[Người sử dụng!D4]: người vận hành được thuê phải có ngày kết thúc",
        ),
    ],
)
def test_what_does_not_go_together_is_told_by_its_cell(govcloud, tenanted, form, answers, told):
    role, expiry = answers

    def change(book):
        book["Người sử dụng"]["D4"] = role

    ran = govcloud(
        "tenant", "request", tenanted, "--form", form(change, **{"tenant:expires_on": expiry}), "--lang", "vi"
    )
    assert ran.code == 2
    assert told in ran.out


def test_a_form_in_english_is_known_by_its_sheets(govcloud, tenanted, form):
    file = form(
        language="en",
        **{
            "tenant:services.outside": "Yes",
            "tenant:system.personal_data": "basic",
        },
        **{"tenant:system.level": "3"},
    )
    book = openpyxl.load_workbook(file)
    book["People"]["D4"] = "Administrator"
    book.save(file)
    ran = govcloud("tenant", "request", tenanted, "--form", file, "--output", "json", "--check")
    assert ran.document["result"]["problems"] == []


def without_a_sheet(book):
    del book["Mạng"]


def of_another_site(book):
    book["Danh mục"]["A1"] = "govcloud-form 1 son-la"


def without_a_row(book):
    book["Yêu cầu"].delete_rows(8)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (without_a_sheet, 'the sheet "Mạng" is missing'),
        (of_another_site, "it is no form of the site ha-tinh, version 1"),
        (without_a_row, 'the row "Cơ quan" is missing'),
    ],
)
def test_a_form_that_is_not_whole_is_refused(govcloud, tenanted, form, change, told):
    ran = govcloud("tenant", "request", tenanted, "--form", form(change))
    assert ran.code == 2
    assert told in ran.out + ran.err


@pytest.mark.parametrize(
    ("part", "text", "told"),
    [
        ("xl/vbaProject.bin", b"x", "it holds macros"),
        ("xl/externalLinks/externalLink1.xml", b"<x/>", "it holds links to other files"),
        ("xl/embeddings/oleObject1.bin", b"x", "it holds embedded files"),
        ("xl/extra.xml", b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><x>&a;</x>", "its XML holds declarations"),
        ("xl/large.bin", b"0" * (3 * 1024 * 1024), "unpacked it is larger than 2 MiB"),
    ],
)
def test_what_a_form_must_not_hold_is_refused(form, monkeypatch, part, text, told):
    monkeypatch.setattr(workbook, "UNPACKED", 2 * 1024 * 1024)
    file = form()
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(part, text)
    with pytest.raises(SiteInvalid, match=told):
        workbook.opened(file)


def cut(raw):
    return raw[:2000]


def without_a_part(raw):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            if part.filename != "xl/workbook.xml":
                new.writestr(part, old.read(part))
    return out.getvalue()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda _: b"", "it is no .xlsx file"),
        (lambda _: b"hello", "it is no .xlsx file"),
        (lambda _: b"\xd0\xcf\x11\xe0" + b"0" * 100, "it is protected by a password"),
        (lambda _: b"0" * (5 * 1024 * 1024), "it is larger than 4 MiB"),
        (cut, "it is no .xlsx file"),
        (without_a_part, "it is no .xlsx file"),
    ],
)
def test_a_file_that_is_no_form_is_refused(form, spoil, told):
    file = form()
    file.write_bytes(spoil(file.read_bytes()))
    with pytest.raises(SiteInvalid, match=told):
        workbook.opened(file)


def test_each_choice_of_the_form_is_in_the_lists(form):
    book = openpyxl.load_workbook(form())
    lists = book["Danh mục"]
    assert lists.sheet_state == "hidden"
    sheet = book["Yêu cầu"]
    offered = {
        cell: [row[0].value for row in lists[down.formula1.partition("!")[2].replace("$", "")]]
        for down in sheet.data_validations.dataValidation
        for cell in str(down.sqref).split()
    }
    assert offered["B4"] == [
        "Trần Thị Bình (tran-thi-binh)",
        "Lê Thị Dung (le-thi-dung)",
        "Phạm Văn Cư (pham-van-cu)",
    ]
    assert "Sở Nội vụ tỉnh Hà Tĩnh (interior-department)" in offered["B8"]
    assert not any("hired-operator" in one for one in offered["B8"])


def test_a_missing_form_and_two_doors_at_once(govcloud, tenanted, tmp_path):
    assert "can't be read" in govcloud("tenant", "request", tenanted, "--form", tmp_path / "no.xlsx").err
    ran = govcloud("tenant", "request", tenanted, "--form", "a.xlsx", "--from", "b.json")
    assert "can't go together" in ran.err
