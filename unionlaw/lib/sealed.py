"""Columns whose text is sealed in the row: AES-256-GCM, bound to table, column and row (docs/adr/0004-encryption.md).

A sealed value is one byte of key id, twelve of nonce, then ciphertext and tag. Its associated data names the column
and the row's `sealed_id`, so a value copied elsewhere does not open. Beside it stands a keyed blind index where the
exact value must be found. Reading the attribute gives a `Sealed`, which prints as a mask; only `reveal()` opens it.
"""

import hmac
import os
import re
import unicodedata
import uuid
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core import checks
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from unionlaw.lib.text import MASKS

NONCE_BYTES = 12
_HEAD = 1 + NONCE_BYTES


class SealBroken(Exception):
    """The sealed bytes were changed, belong to another row or column, or their key is gone."""


@lru_cache(maxsize=16)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def current_key_id() -> int:
    """The id of the key that seals new values: the first of settings.SEALED_KEYS."""
    return next(iter(settings.SEALED_KEYS))


def seal(plain: str, *, label: str, row: uuid.UUID) -> bytes:
    """Seal `plain` for the column `label` ("table.column") of the row `row` with the current key."""
    key_id = current_key_id()
    nonce = os.urandom(NONCE_BYTES)
    body = _cipher(settings.SEALED_KEYS[key_id]).encrypt(nonce, plain.encode(), f"{label}:{row}".encode())
    return bytes((key_id,)) + nonce + body


def unseal(blob: bytes, *, label: str, row: uuid.UUID) -> str:
    """Open what `seal` made for the same column and row. Raises SealBroken."""
    blob = bytes(blob)
    try:
        key = settings.SEALED_KEYS[blob[0]]
        plain = _cipher(key).decrypt(blob[1:_HEAD], blob[_HEAD:], f"{label}:{row}".encode())
    except (InvalidTag, KeyError, IndexError, ValueError) as error:
        raise SealBroken(f"A value of {label} does not open.") from error
    return plain.decode()


def blind_index(purpose: str, value: str) -> bytes | None:
    """The keyed fingerprint by which an exact value is found without opening any row.

    Args:
        purpose: what kind of value ("id_number", "phone"); the same text has different fingerprints for different ones.
        value: normalised here (NFKC, upper case, no white space); None comes back for an empty one.
    """
    normal = re.sub(r"\s", "", unicodedata.normalize("NFKC", value)).upper()
    if not normal:
        return None
    return hmac.digest(settings.BLIND_INDEX_KEY, f"{purpose}\0{normal}".encode(), "sha256")


def _row(instance: models.Model) -> uuid.UUID:
    row: uuid.UUID = instance.sealed_id  # type: ignore[attr-defined]  # checked by SealedTextField.check
    return row


class Sealed:
    """A sealed value of one row. It is falsy when empty, prints as its mask and goes into no JSON, log or pickle."""

    __slots__ = ("_field", "_instance", "blob")

    def __init__(self, blob: bytes | None, field: "SealedTextField", instance: models.Model) -> None:
        self.blob = blob
        self._field = field
        self._instance = instance

    def reveal(self) -> str:
        """The plain text, "" when there is none. Raises SealBroken. The caller logs the read."""
        if self.blob is None:
            return ""
        return unseal(self.blob, label=self._field.sealed_label, row=_row(self._instance))

    def masked(self) -> str:
        """The text as screens show it; a broken seal shows as a word instead of stopping the page."""
        try:
            return MASKS[self._field.mask](self.reveal())
        except SealBroken:
            return "⚠ ****"

    def __bool__(self) -> bool:
        return self.blob is not None

    def __str__(self) -> str:
        return self.masked()

    def __format__(self, spec: str) -> str:
        return format(self.masked(), spec)

    def __repr__(self) -> str:
        return "<Sealed>" if self else "<Sealed: empty>"

    def __reduce__(self) -> Any:
        raise TypeError("A sealed value is not pickled.")


class _SealedAttribute(DeferredAttribute):
    """Seals what is assigned. Plain text is never kept on the instance."""

    field: "SealedTextField"

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        if instance is None:
            return self
        blob = super().__get__(instance, cls)
        return Sealed(None if blob is None else bytes(blob), self.field, instance)

    def __set__(self, instance: models.Model, value: Any) -> None:
        if isinstance(value, Sealed):
            same = value._field.sealed_label == self.field.sealed_label
            same = same and _row(value._instance) == _row(instance)
            value = value.blob if same else value.reveal()
        if isinstance(value, str):
            value = seal(value, label=self.field.sealed_label, row=_row(instance)) if value else None
        elif isinstance(value, memoryview | bytearray):
            value = bytes(value)
        elif value is not None and not isinstance(value, bytes):
            raise TypeError(f"{self.field.sealed_label} takes text, not {type(value).__name__}.")
        instance.__dict__[self.field.attname] = value


if TYPE_CHECKING:
    _BinaryField = models.Field[str | bytes | Sealed | None, Sealed]
else:
    _BinaryField = models.BinaryField


class SealedTextField(_BinaryField):
    """Text sealed in the row. Its model derives from SealedModel. Assign a str; bytes count as already sealed.

    Args:
        mask: how screens show it, a key of `unionlaw.lib.text.MASKS`.
        sealed_label: names the column in the associated data; "table.column" unless given. It is kept in migrations,
            so renaming a table does not break its seals.
    """

    descriptor_class = _SealedAttribute

    def __init__(self, *args: Any, mask: str = "whole", sealed_label: str = "", **kwargs: Any) -> None:
        kwargs.update(null=True, blank=True, editable=False)
        self.mask = mask
        self.sealed_label = sealed_label
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for implied in ("null", "blank", "editable"):
            kwargs.pop(implied, None)
        return (
            name,
            path,
            args,
            {**kwargs, "mask": self.mask, "sealed_label": self.sealed_label},
        )

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if not self.sealed_label and not cls._meta.abstract:
            self.sealed_label = f"{cls._meta.db_table}.{self.column}"

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = super().check(**kwargs)
        before = [f.name for f in self.model._meta.local_fields]
        if "sealed_id" not in before or before.index("sealed_id") > before.index(self.name):
            found.append(checks.Error("A sealed field needs SealedModel as its model's base.", obj=self))
        return found

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Sealed):
            return value.blob
        if isinstance(value, str):
            raise TypeError(f"{self.sealed_label} is sealed: assign to an instance, and search by its blind index.")
        return super().get_prep_value(value)

    def get_default(self) -> Any:
        return None

    def value_from_object(self, obj: models.Model) -> Any:
        return getattr(obj, self.attname).blob


class SealedModel(models.Model):
    """Gives a row the name its sealed values are bound to, known before the row is saved."""

    sealed_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)

    class Meta:
        abstract = True
