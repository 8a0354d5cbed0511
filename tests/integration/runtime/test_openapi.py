"""The OpenAPI document says what a caller needs: inputs, answers, problems, sign-in, address."""

from __future__ import annotations

from touchline_runtime.testing import Api


async def test_operations_are_named_tagged_and_signed_in(notebook: Api) -> None:
    document = notebook.app.openapi()
    write = document["paths"]["/notes"]["post"]
    assert (write["operationId"], write["tags"]) == ("write_note", ["notes"])
    assert write["description"] == "Writes a note and says so."
    assert write["security"] == [{"HTTPBearer": []}]
    assert document["servers"] == [{"url": "/api/notebook"}]


async def test_inputs_are_where_they_are_read(notebook: Api) -> None:
    document = notebook.app.openapi()
    body = document["paths"]["/notes"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/WriteNote"}
    assert "by" not in document["components"]["schemas"]["WriteNote"]["properties"]
    star = document["paths"]["/notes/{note_id}/stars"]["post"]
    assert [(parameter["name"], parameter["in"]) for parameter in star["parameters"]] == [("note_id", "path")]
    assert not star["requestBody"].get("required")
    filters = {parameter["name"] for parameter in document["paths"]["/notes"]["get"]["parameters"]}
    assert filters == {"after", "limit", "text"}


async def test_answers_and_problems_are_documented(notebook: Api) -> None:
    document = notebook.app.openapi()
    responses = document["paths"]["/notes"]["post"]["responses"]
    assert set(responses) == {"201", "401", "403", "404", "409", "413", "422", "503"}
    problem = {"$ref": "#/components/schemas/ProblemDocument"}
    assert responses["422"]["content"] == {"application/problem+json": {"schema": problem}}
    assert "ProblemDocument" in document["components"]["schemas"]
    assert "FieldFault" in document["components"]["schemas"]
    assert "HTTPValidationError" not in document["components"]["schemas"]


async def test_pages_for_readers_work_under_the_gateways_prefix(notebook: Api) -> None:
    anonymous = notebook.anonymous()
    assert "/api/notebook/openapi.json" in (await anonymous.get("/docs")).text
    assert (await anonymous.get("/openapi.json")).status_code == 200
