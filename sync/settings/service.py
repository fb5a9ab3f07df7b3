"""The table `[service]`: what the office says to people who ask for information. The site says nothing of it that does
not stand here."""

from __future__ import annotations

from dataclasses import dataclass

from sync.message import say
from sync.settings.target_address import verify_url
from sync.strict_toml import Mistake


@dataclass(frozen=True)
class Service:
    """How to ask, and what may be done with the list. Raises `Mistake` for an address that no browser opens.

    hours        when the desk is open
    costs        what copies cost
    eppid        address of the office's e-PPID, where requests are made online
    superior     to whom an objection goes (the PPID's superior, by position)
    commission   the information commission that settles disputes
    licence      under which the list may be reused, with its address
    accessibility  what the office says of access to its desk and its site
    """

    hours: str = ""
    costs: str = ""
    eppid: str = ""
    superior: str = ""
    commission: str = ""
    licence: str = ""
    licence_url: str = ""
    accessibility: str = ""

    def __post_init__(self) -> None:
        for key in ("eppid", "licence_url"):
            verify_url(getattr(self, key), f"{key} in [service]")
        if self.licence_url and not self.licence:
            raise Mistake(say("licence_url in [service] needs a licence, too; write its name, like CC BY 4.0."))
