"""The page for people: all of the schema is on it, and its examples are what the schema allows."""

import html
import json
import re

import jsonschema
import pytest

from unionlaw.api import reading

CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture
def schema(db):
    return reading.described("zh-hans")


@pytest.fixture
def page(db, client) -> str:
    return html.unescape(client.get("/api/v1/docs/").content.decode())


def test_every_operation_and_shape_of_the_schema_is_on_the_page(schema, page):
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            entry = page.partition(f' id="{operation["operationId"]}"')
            assert f'">{method.upper()}</span> <code class="doc-path">{path}</code>' in entry[0]
            body = entry[2].partition("</details>")[0]
            for parameter in operation.get("parameters", ()):
                assert f"<code>{parameter['name']}</code>" in body, (path, parameter)
    for name, shape in schema["components"]["schemas"].items():
        if name not in {"NullEnum", "BlankEnum"}:
            body = page.partition(f' id="shape-{name}"')[2].partition("</details>")[0]
            for member in shape.get("properties", shape.get("enum", ())):
                assert f"<code>{member}</code>" in body, (name, member)


def test_every_link_of_the_page_leads_somewhere_and_nothing_comes_from_elsewhere(page):
    anchors = re.findall(r' id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert "<script>" not in page
    assert ' style="' not in page


def test_anyone_may_read_it(db, client, caseworker):
    answer = client.get("/api/v1/docs/")
    assert answer.status_code == 200
    assert "script-src 'self'; style-src 'self';" in answer["Content-Security-Policy"]
    assert client.post("/api/v1/docs/").status_code == 405
    client.force_login(caseworker.user)
    assert "法律援助" in client.get("/api/v1/docs/").content.decode()


def test_each_language_has_a_page_of_its_own(db, client):
    chinese, english = (
        client.get("/api/v1/docs/", headers={"Accept-Language": of}).content.decode() for of in ("zh-hans", "en")
    )
    assert "决定援助" in chinese
    assert "Grant aid" in english
    assert "决定援助" not in english


def test_a_body_sent_as_in_the_example_is_allowed(schema):
    reader, tried = reading.Reader(schema), 0
    for group in reader.read().groups:
        for operation in group.operations:
            found = schema["paths"][operation.path][operation.method.lower()].get("requestBody")
            if not found:
                assert " -d " not in operation.example
                continue
            (content,) = found["content"].values()
            sent = json.loads(operation.example.partition(" -d '")[2].removesuffix("'"))
            jsonschema.validate(sent, {**content["schema"], "components": schema["components"]})
            tried += 1
    assert tried > 30


def test_what_a_field_may_be():
    of = reading.Reader({"components": {"schemas": {"Thing": {"type": "object"}, "BlankEnum": {"enum": [""]}}}})
    field = of._field(
        "thing",
        {"oneOf": [{"$ref": "#/components/schemas/Thing"}, {"$ref": "#/components/schemas/BlankEnum"}]},
        True,
    )
    assert field.types == (reading.Type("Thing", "Thing"), reading.Type('""'))
    field = of._field("day", {"type": "string", "format": "date", "nullable": True, "title": "日期"}, False)
    assert (field.types, field.text, field.limits) == ((reading.Type("string (date)"),), "日期", ("可为 null",))
    said = {"type": "integer", "minimum": 1, "maximum": 100, "description": "大小\n\n* `1` - 小\n* `2` - 大"}
    field = of._field("size", said, False)
    assert (field.limits, field.text, field.choices) == (("1–100",), "大小", (("1", "小"), ("2", "大")))


def test_the_next_step_is_told_in_the_language_of_the_request(call, walk, supervisor):
    case = walk.to("aid_case.granted")
    assert call(supervisor).get(f"/api/v1/matters/{case.pk}/").json()["next_step"] == "指派律师"
    english = call(supervisor).get(f"/api/v1/aid-cases/{case.pk}/", headers={"Accept-Language": "en"}).json()
    assert english["next_step"] == "Assign lawyer"
    assert not CHINESE.search(english["status_label"])
