"""Dataclasses that write their methods when these are first called.

The standard library writes and compiles up to nine methods of every dataclass while its module loads: a millisecond for
each class, and half of the bot's start. Here the same decorator leaves in each method's place one that writes it, steps
aside and hands the call on. To whoever reads, checks or uses such a class it is a dataclass like any other.
"""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError
from functools import partial
from itertools import chain
from reprlib import recursive_repr
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, Final

ORDER: Final = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}
"""The methods of an ordered class, and what they ask of the tuples of its fields."""

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - said twice, so that others may import it from here
else:

    def dataclass(*, frozen: bool = False, slots: bool = False, order: bool = False) -> Callable[[type], type]:
        """As `dataclasses.dataclass`, with the three settings that are in use here."""
        return lambda plain: _made(plain, frozen=frozen, slots=slots, order=order)


def _made(plain: Any, *, frozen: bool, slots: bool, order: bool) -> Any:
    own = _own_fields(plain)
    inherited = [vars(base).get("__dataclass_fields__", {}) for base in plain.__mro__[:0:-1]]
    every = dict(chain.from_iterable(each.items() for each in (*inherited, own.__dataclass_fields__)))
    params = own.__dataclass_params__
    params.init = params.repr = params.eq = True
    params.frozen, params.order = frozen, order
    plain.__dataclass_fields__, plain.__dataclass_params__ = every, params
    cls = _slotted(plain) if slots else _with_defaults(plain)
    _add(cls, "__match_args__", tuple(field.name for field in _asked(cls) if not field.kw_only))
    _promise(cls, order=order)
    if frozen:
        cls.__setattr__, cls.__delattr__ = _no_setting, _no_deleting
    if frozen and slots:
        cls.__getstate__, cls.__setstate__ = _state, _set_state
    return cls


def _own_fields(plain: Any) -> Any:
    """A class with nothing but the fields that this one adds, read by the standard library."""
    noted = vars(plain).get("__annotations__", {})
    body = {"__module__": plain.__module__, "__doc__": plain.__doc__ or "-", "__annotations__": noted}
    body |= {name: vars(plain)[name] for name in noted if name in vars(plain)}
    bare = type(plain.__name__, (), body)
    return dataclasses.dataclass(init=False, repr=False, eq=False, match_args=False)(bare)


def _with_defaults(plain: Any) -> Any:
    """The class itself, with the fields' defaults in the place of what described the fields."""
    for name, value in list(vars(plain).items()):
        if isinstance(value, Field) and value.default is MISSING:
            delattr(plain, name)
        elif isinstance(value, Field):
            setattr(plain, name, value.default)
    return plain


def _slotted(plain: Any) -> Any:
    """The same class born once more: only then can it be given slots."""
    names = [field.name for field in dataclasses.fields(plain)]
    taken = set(chain.from_iterable(vars(base).get("__slots__", ()) for base in plain.__mro__[1:-1]))
    left_out = {*names, "__dict__", "__weakref__"}
    body: dict[str, Any] = {name: value for name, value in vars(plain).items() if name not in left_out}
    body["__slots__"] = tuple(name for name in names if name not in taken)
    cls = type(plain)(plain.__name__, plain.__bases__, body)
    cls.__qualname__ = plain.__qualname__
    return cls


def _promise(cls: Any, *, order: bool) -> None:
    """Put in the place of each method one that writes it; what the class has of its own stays."""
    own_hash = vars(cls).get("__hash__")
    _late(cls, "__init__", _init)
    _late(cls, "__eq__", partial(_compared, name="__eq__", sign="=="))
    _add(cls, "__repr__", _repr)
    for name, sign in ORDER.items() if order else ():
        _late(cls, name, partial(_compared, name=name, sign=sign))
    if own_hash is None and cls.__dataclass_params__.frozen:
        _late(cls, "__hash__", _hash, anew=True)
    elif own_hash is None:
        # What can change and is compared by value is no key.
        cls.__hash__ = None


def _late(cls: Any, name: str, write: Callable[[Any], Any], *, anew: bool = False) -> None:
    def first(*given: Any, **named: Any) -> Any:
        real = write(cls)
        setattr(cls, name, real)
        return real(*given, **named)

    _add(cls, name, first, anew=anew)


def _add(cls: Any, name: str, value: object, *, anew: bool = False) -> None:
    if anew or name not in vars(cls):
        setattr(cls, name, value)


def _asked(cls: Any) -> list[Field[Any]]:
    """The fields in the order in which `__init__` takes them: those that must be named come last."""
    return sorted((each for each in dataclasses.fields(cls) if each.init), key=lambda field: field.kw_only is True)


def _init(cls: Any) -> Any:
    given: dict[str, Any] = {"new": MISSING, "put": object.__setattr__}
    takes, does = ["self"], []
    for field in _asked(cls):
        if field.kw_only and "*" not in takes:
            takes.append("*")
        takes.append(field.name + _default(field, given))
        does.append(_kept(cls, field, given))
    if hasattr(cls, "__post_init__"):
        does.append("self.__post_init__()")
    return _written(cls, "__init__", takes, does or ["pass"], given)


def _default(field: Field[Any], given: dict[str, Any]) -> str:
    if field.default is not MISSING:
        given[f"default_{field.name}"] = field.default
        return f"=default_{field.name}"
    return "" if field.default_factory is MISSING else "=new"


def _kept(cls: Any, field: Field[Any], given: dict[str, Any]) -> str:
    """The line that keeps an argument; past the class's refusal to be changed, where it refuses."""
    value = field.name
    if field.default_factory is not MISSING:
        given[f"make_{field.name}"] = field.default_factory
        value = f"make_{field.name}() if {value} is new else {value}"
    if not cls.__dataclass_params__.frozen:
        return f"self.{field.name} = {value}"
    slot = getattr(cls, field.name, None)
    if not isinstance(slot, MemberDescriptorType):
        return f"put(self, {field.name!r}, {value})"
    given[f"put_{field.name}"] = slot.__set__
    return f"put_{field.name}(self, {value})"


def _hash(cls: Any) -> Any:
    told = [field.name for field in dataclasses.fields(cls) if (field.compare if field.hash is None else field.hash)]
    return _written(cls, "__hash__", ["self"], [f"return hash({_tuple('self', told)})"], {})


def _compared(cls: Any, name: str, sign: str) -> Any:
    told = [field.name for field in dataclasses.fields(cls) if field.compare]
    asked = f"if other.__class__ is self.__class__: return {_tuple('self', told)} {sign} {_tuple('other', told)}"
    return _written(cls, name, ["self", "other"], [asked, "return NotImplemented"], {})


def _tuple(of: str, names: Iterable[str]) -> str:
    return "(" + "".join(f"{of}.{name}," for name in names) + ")"


def _written(cls: Any, name: str, takes: Sequence[str], does: Iterable[str], given: dict[str, Any]) -> Any:
    """The method of this name; what its default values and helpers are called is not to be seen from anywhere else."""
    source = f"def {name}({', '.join(takes)}):\n" + "".join(f"  {line}\n" for line in does)
    exec(source, given)  # noqa: S102 - made of the names of fields, as the standard library's own
    method = given[name]
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    return method


@recursive_repr()
def _repr(self: Any) -> str:
    told = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(told)})"


def _no_setting(self: Any, name: str, value: object) -> None:
    if _is_fixed(self, name):
        msg = f"cannot assign to field {name!r}"
        raise FrozenInstanceError(msg)
    object.__setattr__(self, name, value)


def _no_deleting(self: Any, name: str) -> None:
    if _is_fixed(self, name):
        msg = f"cannot delete field {name!r}"
        raise FrozenInstanceError(msg)
    object.__delattr__(self, name)


def _is_fixed(self: Any, name: str) -> bool:
    """A plain class derived from a dataclass may have attributes beside the fields."""
    return "__dataclass_fields__" in vars(type(self)) or name in self.__dataclass_fields__


def _state(self: Any) -> list[object]:
    """For copying and pickling: slots that refuse to be set are set one by one."""
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: Iterable[object]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
