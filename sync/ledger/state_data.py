"""The states of entries and of the office as the ledger's file holds them: JSON, under the names of their first day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sync.ledger.state import NO_BASIS, Approval, EntryState, OfficeState
from sync.model import UploadOrder
from sync.release import ListPage

_IN_FILE = {"unconfirmed": "lapsed", "once_done": "spent"}
"""Fields that the file calls by an older name: a ledger is read for decades."""
_ORDERS = {"": None, "Otomatis": UploadOrder.ALWAYS, "Sekali": UploadOrder.ONCE, "Tahan": UploadOrder.HOLD}
"""The orders to upload, as the file calls them."""
_IN_CODE = {name: field for field, name in _IN_FILE.items()}


def _renamed(data: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(name, name): value for name, value in data.items()}


def office_of(data: dict[str, Any], identity: str) -> OfficeState:
    if not data:
        return OfficeState(identity)
    data = _renamed(data, _IN_CODE)
    data["establishment"] = tuple(data["establishment"])
    data["exemption_decree"] = tuple(data.get("exemption_decree", ("", "")))
    data["decrees"] = tuple(data.get("decrees", ()))
    data["list_page"] = ListPage(*data.get("list_page", ()))
    data["order"] = _ORDERS.get(data["order"])
    data["columns"] = {unit: tuple(roles) for unit, roles in data["columns"].items()}
    return OfficeState(**data)


def data_of_office(office: OfficeState) -> dict[str, Any]:
    words = {order: word for word, order in _ORDERS.items()}
    return _renamed(asdict(office), _IN_FILE) | {"order": words[office.order]}


def entry_of(id: str, data: dict[str, Any], roles: tuple[str, ...]) -> EntryState:
    data = _renamed(data, _IN_CODE)
    data["typed"] = tuple(data["typed"].get(role, "") for role in roles)
    data["basis"] = (*data["basis"], *NO_BASIS[len(data["basis"]) :])  # it had fewer texts once
    data["history"] = tuple(Approval(at, version, tuple(elements)) for at, version, elements in data["history"])
    return EntryState(id=id, **data)


def data_of_entry(state: EntryState, roles: tuple[str, ...]) -> dict[str, Any]:
    data = _renamed(state._asdict(), _IN_FILE)
    del data["id"]
    data["typed"] = {role: text for role, text in zip(roles, state.typed, strict=True) if text}
    data["history"] = [(approval.at, approval.version, approval.elements) for approval in state.history]
    return data
