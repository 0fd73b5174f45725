"""The fields of a form: what a type of the program's says of them.

Knows: types, and what msgspec tells of them. Must not know: widgets, sessions.
"""

import dataclasses
import enum
import math
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple, get_type_hints

import msgspec
from msgspec import inspect

type Kind = Literal["switch", "choice", "whole", "number", "text", "lines", "list"]

_LONG = 200
"""Characters that a field may have which makes it one of several lines."""
_WRITTEN: dict[type[Any], str] = {
    inspect.DateType: "a date, such as 2026-01-31",
    inspect.TimeType: "a time, such as 21:30:00",
    inspect.DateTimeType: "a date and time, such as 2026-01-31T21:30:00",
    inspect.UUIDType: "a UUID",
    inspect.DecimalType: "a number",
}
_ITEMS = (inspect.IntType, inspect.FloatType, inspect.StrType)


class Field(NamedTuple):
    """One field.

    Attributes:
        name: as the program calls it; of one within another ``"outer.inner"``.
        label: as users read it.
        hint: more about it; ``""``: nothing.
        kind: what it takes to edit it.
        type: what its value must be, constraints included.
        is_optional: whether it may be None, which an empty text then means.
        choices: the texts and values that there are.
        low, high: the least and the greatest number; None: no such bound.
        allowed: says what it must be.
        is_secret: whether what is typed is hidden.
        group: of what it is a part, with a colon; ``""``: of no other field.
    """

    name: str
    label: str
    hint: str
    kind: Kind
    type: Any
    is_optional: bool
    choices: tuple[tuple[str, Any], ...]
    low: float | None
    high: float | None
    allowed: str
    is_secret: bool
    group: str = ""

    def parsed(self, given: Any) -> Any:
        """The value of what stands in a widget.

        Raises:
            ValueError: there is none; the text says what is allowed.
        """
        if isinstance(given, str) and self.kind not in ("text", "lines", "choice"):
            given = given.strip()
        if given == "" and self.is_optional:
            return None
        if self.kind == "list" and isinstance(given, str):
            given = [part.strip() for part in given.split(",") if part.strip()]
        if self.kind == "choice":
            return given
        try:
            value = msgspec.convert(given, self.type, strict=False)
        except (msgspec.ValidationError, ValueError):
            raise ValueError(f"must be {self.allowed}") from None
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError(f"must be {self.allowed}")
        return value

    def written(self, value: Any) -> Any:
        """What stands in a widget for a value."""
        if self.kind in ("switch", "choice"):
            return value
        if value is None:
            return ""
        if self.kind == "list":
            return ", ".join(map(str, value))
        if isinstance(value, (int, float, str)) and not isinstance(value, enum.Enum):
            return value if isinstance(value, str) else repr(value)
        return str(msgspec.to_builtins(value))


class Model(NamedTuple):
    """What is edited.

    Attributes:
        fields: in their order.
        make: makes a value of those of the fields; TypeError, ValueError: of these none can be.
        values: those of the fields of a value.
        start: the value at first; None: it has fields without a default.
    """

    fields: tuple[Field, ...]
    make: Callable[[dict[str, Any]], Any]
    values: Callable[[Any], dict[str, Any]]
    start: Any


def model_of(given: Any, labels: Mapping[str, str]) -> Model:
    """What a type, a value or a mapping of fields says.

    Parameters:
        given: a struct of msgspec or a dataclass, or an object of one; or a dict of names to types,
            to values, or to pairs of both.
        labels: of fields that are to have another than their name gives.

    Raises:
        TypeError: it is none of these, or has a field that no widget can hold, or the labels name
            what is none.
    """
    if isinstance(given, Mapping):
        kind = _struct_of(given)
        model = _described(kind, labels)

        def as_dict(values: dict[str, Any]) -> dict[str, Any]:
            return msgspec.structs.asdict(model.make(values))

        start = None if model.start is None else msgspec.structs.asdict(model.start)
        return Model(model.fields, as_dict, lambda value: model.values(kind(**value)), start)
    kind = given if isinstance(given, type) else type(given)
    if not (issubclass(kind, msgspec.Struct) or dataclasses.is_dataclass(kind)):
        raise TypeError(
            f"Form(): model is {given!r}; it must be a msgspec.Struct, a dataclass, or a dict of "
            f"fields"
        )
    model = _described(kind, labels)
    return model if isinstance(given, type) else model._replace(start=given)


def _struct_of(given: Mapping[Any, Any]) -> type[Any]:
    required: list[Any] = []
    others: list[Any] = []
    for name, about in given.items():
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Form(): {name!r} is no name of a field")
        if isinstance(about, tuple) and len(about) == 2:
            others.append((name, about[0], about[1]))
        elif isinstance(about, type) or hasattr(about, "__origin__") or hasattr(about, "__args__"):
            required.append((name, about))
        else:
            others.append((name, type(about), about))
    return msgspec.defstruct("Fields", [*required, *others], kw_only=True)


def _described(kind: type[Any], labels: Mapping[str, str]) -> Model:
    model = _part(kind, labels, "", "", (kind,))
    names = [field.name for field in model.fields]
    strangers = [name for name in labels if name not in names]
    if strangers:
        raise TypeError(f"Form(): labels has {strangers[0]!r}; the fields are {', '.join(names)}")
    return model


def _part(
    kind: type[Any],
    labels: Mapping[str, str],
    prefix: str,
    group: str,
    around: tuple[type[Any], ...],
) -> Model:
    """What a struct, or one within another, says; the names of its fields begin with ``prefix``."""
    try:
        known: Any = inspect.type_info(kind)
    except TypeError as exc:
        raise TypeError(f"Form(): {kind.__name__} can't be edited: {exc}") from None
    if not known.fields:
        raise TypeError(f"Form(): {kind.__name__} has no fields")
    types = get_type_hints(kind, include_extras=True)
    fields: list[Field] = []
    within: list[Field] = []  # other structs, which stand below its own fields
    parts: dict[str, Model] = {}
    for one in known.fields:
        name, (inner, title) = prefix + one.name, _inner(one.type)
        if inner is None:
            field = _field(name, types[one.name], one.type, labels.get(name))
            fields.append(field._replace(group=group))
            continue
        if inner in around:
            raise TypeError(f"Form(): the field {name!r} is a {inner.__name__}, which holds itself")
        heading = f"{group}{title or _spaced(one.name)}: "
        part = parts[one.name] = _part(inner, labels, f"{name}.", heading, (*around, inner))
        within.extend(part.fields)

    def make(given: dict[str, Any]) -> Any:
        return kind(
            **{
                one.name: parts[one.name].make(given)
                if one.name in parts
                else given[prefix + one.name]
                for one in known.fields
            }
        )

    def values(value: Any) -> dict[str, Any]:
        if not isinstance(value, kind):
            raise TypeError(f"Form: the value is {value!r}; it must be of {kind.__name__}")
        found: dict[str, Any] = {}
        for one in known.fields:
            given = getattr(value, one.name)
            part = parts.get(one.name)
            found.update({prefix + one.name: given} if part is None else part.values(given))
        return found

    required = {one.name: parts.get(one.name) for one in known.fields if one.required}
    starts = {name: part and part.start for name, part in required.items()}
    start = None if None in starts.values() else kind(**starts)
    return Model((*fields, *within), make, values, start)


def _inner(info: Any) -> tuple[type[Any] | None, str]:
    """The struct or dataclass that a field holds, and its title; None: it holds none."""
    title = ""
    while isinstance(info, inspect.Metadata):
        title = title or (info.extra_json_schema or {}).get("title", "")
        info = info.type
    is_held = isinstance(info, (inspect.StructType, inspect.DataclassType))
    return (info.cls if is_held else None), title


def _field(name: str, type_: Any, info: Any, label: str | None) -> Field:
    about: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    is_optional = False
    while True:
        if isinstance(info, inspect.Metadata):
            about = {**(info.extra_json_schema or {}), **about}
            extra = {**(info.extra or {}), **extra}
            info = info.type
        elif isinstance(info, inspect.UnionType):
            others = [one for one in info.types if not isinstance(one, inspect.NoneType)]
            is_optional = len(others) < len(info.types)
            if len(others) != 1:
                break
            info = others[0]
        else:
            break
    found = _kind_of(info)
    if found is None:
        raise TypeError(f"Form(): the field {name!r} is {type_!r}, which no widget can hold")
    kind, allowed, choices, low, high = found
    if is_optional and kind in ("switch", "choice"):
        kind, choices = "choice", (("", None), *(choices or (("yes", True), ("no", False))))
    title = label or about.get("title") or _spaced(name.rpartition(".")[2])
    hint = about.get("description", "")
    secret = bool(extra.get("secret", False))
    allowed = f"empty, or {allowed}" if is_optional else allowed
    return Field(name, title, hint, kind, type_, is_optional, choices, low, high, allowed, secret)


type _Found = tuple[Kind, str, tuple[tuple[str, Any], ...], float | None, float | None]


def _kind_of(info: Any) -> _Found | None:
    match info:
        case inspect.BoolType():
            return "switch", "on or off", (), None, None
        case inspect.LiteralType():
            return "choice", "one of these", tuple((str(v), v) for v in info.values), None, None
        case inspect.EnumType():
            choices = tuple((_spaced(str(member.name).lower()), member) for member in info.cls)
            return "choice", "one of these", choices, None, None
        case inspect.IntType():
            low = info.gt + 1 if info.gt is not None else info.ge
            high = info.lt - 1 if info.lt is not None else info.le
            return "whole", f"a whole number{_bounds(low, high, info)}", (), low, high
        case inspect.FloatType():
            return "number", f"a number{_open_bounds(info)}", (), info.ge, info.le
        case inspect.StrType():
            kind: Kind = "lines" if (info.max_length or 0) >= _LONG else "text"
            return kind, _text(info), (), None, None
        case inspect.ListType() | inspect.VarTupleType() | inspect.SetType():
            item = info.item_type
            if isinstance(item, inspect.Metadata):
                item = item.type
            if not isinstance(item, _ITEMS):
                return None
            words = "texts" if isinstance(item, inspect.StrType) else "numbers"
            return "list", f"{words}, parted by commas", (), None, None
    allowed = _WRITTEN.get(type(info))
    return None if allowed is None else ("text", allowed, (), None, None)


def _bounds(low: float | None, high: float | None, info: Any) -> str:
    steps = f", a multiple of {info.multiple_of}" if info.multiple_of is not None else ""
    if low is not None and high is not None:
        return f" from {low} to {high}{steps}"
    if low is not None:
        return f" of {low} or more{steps}"
    return f" of {high} or less{steps}" if high is not None else steps


def _open_bounds(info: Any) -> str:
    steps = f", a multiple of {info.multiple_of}" if info.multiple_of is not None else ""
    if info.ge is not None and info.le is not None:
        return f" from {info.ge} to {info.le}{steps}"
    words = (("of at least", info.ge), ("above", info.gt), ("up to", info.le), ("below", info.lt))
    parts = [f" {word} {bound}" for word, bound in words if bound is not None]
    return " and".join(parts) + steps


def _text(info: Any) -> str:
    parts = []
    if info.min_length:
        parts.append(f"at least {info.min_length} character{'s' if info.min_length > 1 else ''}")
    if info.max_length is not None:
        parts.append(f"at most {info.max_length} characters")
    if info.pattern is not None:
        parts.append(f"of the form {info.pattern}")
    return "a text" if not parts else " and ".join(parts)


def _spaced(name: str) -> str:
    """A name as users read it: ``exposure_time`` is *Exposure time*."""
    words = re.sub(r"_+", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)).strip()
    return words[:1].upper() + words[1:]
