"""Kinds of fields that the settings are made of.

The kind of a field is all that is known of a setting besides its name and default: the values it
allows and the words for people. The command line, the panel, the store, the undo history and the
table in the docs are made of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from core.errors import SettingsError
from core.language import _
from core.owned import OwnedColors
from core.resizing import Resize

Value = TypeVar("Value")

_CHANNEL = range(256)


class Option(NamedTuple):
    """Words of the window for one value of a choice, which `translated` translates."""

    title: str
    tip: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Words of a setting, which `translated` translates; the kinds below add what it allows.

    Parameters
    ----------
    title : str
        Name in the window; "" for a setting that the window does not show.
    step : str
        Name of a change in the undo history, if that is not the title; {value} becomes the new
        value.
    tip : str
        What it does, for the window, where the values of a choice have tips of their own.
    options : mapping of str to Option
        Words of the window for each value of a choice, in the order of the values.
    flags : tuple of str
        Flags of the command line; () for a setting that it does not have.
    help : str
        Help of the command line, without the default.
    metavar : str or None
        Placeholder for the value on the command line; None shows the values of a choice.
    remembered : bool
        Whether the window starts with the number or choice used last.
    """

    title: str = ""
    step: str = ""
    tip: str = ""
    options: Mapping[str, Option] = dataclasses.field(default_factory=dict)
    flags: tuple[str, ...] = ()
    help: str = ""
    metavar: str | None = None
    remembered: bool = True

    def checked(self, name: str, value: Any) -> Any:
        """Return a value as the field keeps it; raise SettingsError if it is not allowed."""
        raise NotImplementedError


@dataclass(frozen=True)
class Number(Kind):
    """A whole number of a range, in a unit if it has one; None as well if it is optional.

    None leaves the number to Fewtone.
    """

    allowed: range
    unit: str = ""
    optional: bool = False

    def checked(self, name: str, value: Any) -> Any:
        """Return the number itself, as numpy's integers are welcome."""
        if self.optional and value is None:
            return value
        if not _is_integer(value, self.allowed):
            raise SettingsError(
                _("{name} is {value}; allowed are whole numbers from {low} to {high}").format(
                    name=name, value=repr(value), low=self.allowed[0], high=self.allowed[-1]
                )
            )
        return value


@dataclass(frozen=True)
class Choice(Kind):
    """One of several names; None as well if it is optional."""

    allowed: tuple[str, ...]
    optional: bool = False

    def checked(self, name: str, value: Any) -> Any:
        """Return the name itself."""
        if value not in self.allowed and not (self.optional and value is None):
            raise SettingsError(
                _("{name} is {value}; allowed are {names}").format(
                    name=name, value=repr(value), names=", ".join(self.allowed)
                )
            )
        return value


@dataclass(frozen=True)
class Amount(Kind):
    """A number of a range, in a unit if it has one, or None.

    Parameters
    ----------
    low, high : float
        The least and the most.
    unit : str
    """

    low: float
    high: float
    unit: str = ""

    def checked(self, name: str, value: Any) -> Any:
        """Return the number as a float."""
        if value is None:
            return value
        known = isinstance(value, int | float) and not isinstance(value, bool)
        if not known or not self.low <= value <= self.high:
            raise SettingsError(
                _("{name} is {value}; allowed are numbers from {low} to {high}").format(
                    name=name, value=repr(value), low=f"{self.low:g}", high=f"{self.high:g}"
                )
            )
        return float(value)


@dataclass(frozen=True)
class Bytes(Kind):
    """A number of bytes of a range, or None; people write it as 200KB or 1.5MB."""

    allowed: range

    def checked(self, name: str, value: Any) -> Any:
        """Return the number itself."""
        if value is not None and not _is_integer(value, self.allowed):
            raise SettingsError(
                _(
                    "{name} is {value}; allowed are whole numbers of bytes from {low} to {high}"
                ).format(name=name, value=repr(value), low=self.allowed[0], high=self.allowed[-1])
            )
        return value


class Size(Kind):
    """A size to bring pictures to, or None."""

    def checked(self, name: str, value: Any) -> Any:
        """Return a `Resize`, which may be written as a text."""
        if isinstance(value, str):
            return Resize.parse(value)
        if not isinstance(value, Resize | None):
            raise SettingsError(
                _("{name} is {value}; allowed is a size as 1920x or 50%").format(
                    name=name, value=repr(value)
                )
            )
        return value


class Switch(Kind):
    """True or False; the flag of the command line makes it what it is not by default."""

    def checked(self, name: str, value: Any) -> Any:
        """Return the bool itself."""
        if not isinstance(value, bool):
            raise SettingsError(
                _("{name} is {value}; allowed are True and False").format(
                    name=name, value=repr(value)
                )
            )
        return value


class OneColor(Kind):
    """A color of sRGB."""

    def checked(self, name: str, value: Any) -> Any:
        """Return a row of three whole numbers, be it a tuple, a list or of numpy, as a tuple."""
        return _as_color(name, value)


class Colors(Kind):
    """Any number of colors of sRGB; the flag of the command line adds one."""

    def checked(self, name: str, value: Any) -> Any:
        """Return rows of three whole numbers as a tuple of tuples."""
        if isinstance(value, str) or not isinstance(value, Iterable):
            raise SettingsError(
                _("{name} is {value}; allowed are colors: rows of red, green, blue").format(
                    name=name, value=repr(value)
                )
            )
        return tuple(_as_color(name, row) for row in value)


class Owned(Kind):
    """Colors to choose from, or None."""

    def checked(self, name: str, value: Any) -> Any:
        """Return the colors themselves."""
        if not isinstance(value, OwnedColors | None):
            raise SettingsError(
                _("{name} is {value}; allowed are colors to choose from").format(
                    name=name, value=repr(value)
                )
            )
        return value


def setting(default: Value, kind: Kind) -> Value:
    """Build a field of a dataclass that has a kind."""
    return dataclasses.field(default=default, metadata={"kind": kind})


def kinds_of(settings: type[Any]) -> dict[str, Kind]:
    """Return the kind of each field of a dataclass of settings, in their order."""
    return {each.name: each.metadata["kind"] for each in dataclasses.fields(settings)}


def check(settings: Any) -> None:
    """Check each field by its kind, and keep what that makes of it.

    Raises
    ------
    SettingsError
        Naming the first field that is wrong, its value and what is allowed.
    """
    for name, kind in kinds_of(type(settings)).items():
        value = kind.checked(name, getattr(settings, name))
        # The dataclass is frozen, but not yet in anybody's hands.
        object.__setattr__(settings, name, value)


def _is_integer(value: Any, allowed: range) -> bool:
    # bool is an int to Python, but never what a user meant here; numpy's integers are welcome.
    return not isinstance(value, bool) and hasattr(value, "__index__") and value in allowed


def _as_color(name: str, row: Any) -> tuple[int, ...]:
    channels = tuple(row) if isinstance(row, Iterable) else ()
    if len(channels) != 3 or not all(_is_integer(each, _CHANNEL) for each in channels):
        raise SettingsError(
            _("{name} has {value}; a color is three whole numbers from 0 to {most}").format(
                name=name, value=repr(row), most=_CHANNEL[-1]
            )
        )
    return tuple(map(int, channels))
