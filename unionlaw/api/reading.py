"""The schema of the API as a page shows it: operations by resource, and the shapes they take and answer.

Everything comes out of the generated OpenAPI description, so a new operation is on the page without being named here.
"""

import functools
import json
import re
import shlex
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator

Schema = dict[str, Any]
Choices = tuple[tuple[str, str], ...]

_CHOICE = re.compile(r"^\* `(.*?)` - (.*)$", re.MULTILINE)
_SAMPLES = {"integer": 1, "number": 1, "boolean": True, "date": "2026-09-01", "date-time": "2026-09-01T09:00:00+08:00"}
_DEEPEST = 6
_LARGEST = 2**31 - 1
"""From here on a limit is the column's, and tells the caller nothing."""


@dataclass(frozen=True)
class Type:
    """What a value may be; `shape` names the part of the page that describes it, "" for plain values."""

    name: str
    shape: str = ""


@dataclass(frozen=True)
class Field:
    """A parameter, or a member of a JSON object."""

    name: str
    types: tuple[Type, ...]
    required: bool
    text: str
    choices: Choices
    limits: tuple[str, ...]
    where: str = ""


@dataclass(frozen=True)
class Answer:
    status: str
    text: str
    types: tuple[Type, ...]


@dataclass(frozen=True)
class Operation:
    """One method of one address. `body` is None when it takes none; `takes` are the shapes of the body."""

    id: str
    method: str
    path: str
    summary: str
    text: str
    parameters: list[Field]
    takes: tuple[Type, ...]
    body: list[Field] | None
    answers: list[Answer]
    example: str


@dataclass(frozen=True)
class Group:
    tag: str
    label: str
    operations: list[Operation]


@dataclass(frozen=True)
class Shape:
    """A named object or list of choices."""

    name: str
    text: str
    fields: list[Field]
    choices: Choices


@dataclass(frozen=True)
class Reading:
    groups: list[Group]
    shapes: list[Shape]


_generating = threading.Lock()


def described(language: str) -> Schema:
    """The OpenAPI description, worked out once in each process and language: it changes only with the code.

    One thread at a time: the generator keeps what it has loaded half-made where other threads see it.
    """
    with _generating:
        return _described(language)


@functools.cache
def _described(language: str) -> Schema:
    with translation.override(language):
        found: Schema = SchemaGenerator().get_schema(request=None, public=True)
        return found


def read(schema: Schema) -> Reading:
    """What the page shows of an OpenAPI 3.0 description, in the language in force."""
    return Reader(schema).read()


class Reader:
    """Reads one description; its components are what `$ref`s lead to."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.components: dict[str, Schema] = schema["components"]["schemas"]

    def read(self) -> Reading:
        labels = {tag["name"]: tag["description"] for tag in self.schema.get("tags", ())}
        groups: dict[str, Group] = {}
        for path, methods in self.schema["paths"].items():
            for method, operation in sorted(methods.items(), key=lambda entry: entry[0] != "get"):
                tag = operation["tags"][0]
                group = groups.setdefault(tag, Group(tag, labels.get(tag, tag), []))
                group.operations.append(self._operation(path, method, operation))
        shapes = [self._shape(name, of) for name, of in sorted(self.components.items()) if not _is_nothing(of)]
        return Reading(list(groups.values()), shapes)

    def _operation(self, path: str, method: str, found: Schema) -> Operation:
        body = _of_content(found.get("requestBody", {}))
        return Operation(
            id=found["operationId"],
            method=method.upper(),
            path=path,
            summary=found.get("summary", ""),
            text=found.get("description", ""),
            parameters=[self._parameter(p) for p in found.get("parameters", ())],
            takes=self._types(body) if body else (),
            body=self._fields(self._resolved(body)) if body else None,
            answers=[
                Answer(status, answer.get("description", ""), self._types(_of_content(answer)))
                for status, answer in found["responses"].items()
            ],
            example=self._example(path, method, found.get("parameters", ()), body),
        )

    def _shape(self, name: str, found: Schema) -> Shape:
        text, choices = _told(found)
        return Shape(name, text, self._fields(found), choices)

    def _parameter(self, found: Schema) -> Field:
        schema = found["schema"]
        read = self._field(found["name"], {**schema, **found}, bool(found.get("required")))
        again = (_("可重复"),) if schema.get("type") == "array" else ()
        return replace(read, types=self._types(schema), limits=(*again, *_limits(schema)), where=found["in"])

    def _fields(self, found: Schema) -> list[Field]:
        """The members of an object. That an answer has all of its members need not be said."""
        members, required = found.get("properties", {}), found.get("required", ())
        return [self._field(name, of, name in required and not of.get("readOnly")) for name, of in members.items()]

    def _field(self, name: str, found: Schema, required: bool) -> Field:
        text, choices = _told(found)
        return Field(name, self._types(found), required, text, choices, tuple(_limits(found)))

    def _types(self, found: Schema) -> tuple[Type, ...]:
        if ref := found.get("$ref"):
            name = ref.rpartition("/")[2]
            nothing = _is_nothing(self.components[name])
            return (Type(json.dumps(self.components[name]["enum"][0])) if nothing else Type(name, name),)
        for key in ("allOf", "oneOf", "anyOf"):
            if parts := found.get(key):
                return tuple(of for part in parts for of in self._types(part))
        if found.get("type") == "array":
            return tuple(replace(of, name=f"{of.name}[]") for of in self._types(found["items"]))
        kind, form = found.get("type", ""), found.get("format", "")
        shown = f"{kind} ({form})" if form and form != "int64" else kind
        return (Type(shown),) if shown else ()

    def _resolved(self, found: Schema) -> Schema:
        """The object itself instead of its name, one level deep."""
        inner = found["items"] if found.get("type") == "array" else found
        ref = inner.get("$ref", "")
        return self.components[ref.rpartition("/")[2]] if ref else inner

    def _example(self, path: str, method: str, parameters: Any, body: Schema) -> str:
        for parameter in parameters:
            if parameter["in"] == "path":
                path = path.replace(f"{{{parameter['name']}}}", str(self.sample(parameter["schema"])))
        lines = [f'curl -H "Authorization: Token $TOKEN" "$PORTAL{path}"']
        if method != ("post" if body else "get"):
            lines.append(f"-X {method.upper()}")
        if body:
            sent = json.dumps(self.sample(body), ensure_ascii=False)
            lines += ['-H "Content-Type: application/json"', f"-d {shlex.quote(sent)}"]
        return " \\\n  ".join(lines)

    def sample(self, found: Schema, depth: int = 0) -> Any:
        """A value of this shape: what must be there, and where nothing must, the first member."""
        if ref := found.get("$ref"):
            return self.sample(self.components[ref.rpartition("/")[2]], depth)
        for key in ("allOf", "oneOf", "anyOf"):
            if parts := found.get(key):
                return self.sample(parts[0], depth)
        if "enum" in found:
            return found["enum"][0]
        if found.get("type") == "array":
            return [self.sample(found["items"], depth + 1)] if depth < _DEEPEST else []
        if members := found.get("properties"):
            names = found.get("required") or list(members)[:1]
            return {name: self.sample(members[name], depth + 1) for name in names} if depth < _DEEPEST else {}
        if found.get("type") == "object":
            return {}
        return _SAMPLES.get(found.get("format", ""), _SAMPLES.get(found.get("type", ""), "…"))


def _of_content(found: Schema) -> Schema:
    """The schema of a body or answer, whatever media type comes first; empty when it has none."""
    content = found.get("content", {})
    return next((of["schema"] for of in content.values() if "schema" in of), {})


def _is_nothing(found: Schema) -> bool:
    """A helper of the generator: the choice of "" or null."""
    return found.get("enum") in ([""], [None])


def _told(found: Schema) -> tuple[str, Choices]:
    """The description, or for want of one the title, and the choices with what it says about each."""
    text = found.get("description") or found.get("title", "")
    bare = tuple((str(choice), "") for choice in found.get("enum", ()))
    return _CHOICE.sub("", text).strip(), tuple(_CHOICE.findall(text)) or bare


def _limits(found: Schema) -> Iterator[str]:
    least, most = found.get("minimum"), found.get("maximum")
    if most is not None and most >= _LARGEST:
        most = None
    if least is not None and most is not None:
        yield f"{least}–{most}"
    elif least is not None:
        yield f"≥ {least}"
    elif most is not None:
        yield f"≤ {most}"
    if longest := found.get("maxLength"):
        yield _("至多 %(n)s 字") % {"n": longest}
    if "maxItems" in found:
        yield _("至多 %(n)s 项") % {"n": found["maxItems"]}
    if found.get("nullable"):
        yield _("可为 null")
    if "default" in found:
        yield _("默认 %(value)s") % {"value": json.dumps(found["default"], ensure_ascii=False)}
