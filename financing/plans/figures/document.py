"""The plan document as the engine's types have it: every path with its field."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from financing.engine import Plan


@dataclass(frozen=True)
class DocumentField:
    """A path of the document; what has no name of its own is called after what it belongs to."""

    path: str
    field: FieldInfo
    title: str
    description: str


def places() -> Iterator[DocumentField]:
    """Every path of `coophub.plan/1` in the order of the document, but for the name of the schema itself."""
    return (place for place in _walk(Plan, "", "", "") if place.path != "schema")


def marks_of(field: FieldInfo) -> Iterator[Any]:
    """What its type says of a field beside what it holds: its bounds and its measure."""
    yield from field.metadata
    yield from _marks_in(field.annotation)


def types_in(annotation: Any) -> Iterator[Any]:
    """The plain types of which a value can be."""
    inner = get_args(annotation)
    if get_origin(annotation) is Literal or not inner:
        yield annotation
        return
    for each in inner:
        yield from types_in(each)


def options_of(field: FieldInfo) -> frozenset[str]:
    """What can be chosen for a field; nothing when it is not chosen."""
    return frozenset(
        option
        for found in types_in(field.annotation)
        if get_origin(found) is Literal
        for option in get_args(found)
        if isinstance(option, str)
    )


def is_list(annotation: Any) -> bool:
    """Whether a value is a list, or may be left out and else is one."""
    return any(get_origin(each) is list for each in (annotation, *get_args(annotation)))


def _walk(model: type[BaseModel], path: str, title: str, description: str) -> Iterator[DocumentField]:
    for name, field in model.model_fields.items():
        place = DocumentField(
            f"{path}.{field.alias or name}".lstrip("."), field, field.title or title, field.description or description
        )
        yield place
        for inner, is_list in _models_in(field.annotation):
            within = f"{place.path}[]" if is_list else place.path
            yield from _walk(inner, within, place.title, place.description)


def _models_in(annotation: Any, *, is_list: bool = False) -> Iterator[tuple[type[BaseModel], bool]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, is_list
        return
    for argument in get_args(annotation):
        yield from _models_in(argument, is_list=is_list or get_origin(annotation) is list)


def _marks_in(annotation: Any) -> Iterator[Any]:
    """Also of what may be left out: they then stand on one of the choices."""
    for item in getattr(annotation, "__metadata__", ()):
        yield from item.metadata if isinstance(item, FieldInfo) else (item,)
    for argument in get_args(annotation):
        yield from _marks_in(argument)
