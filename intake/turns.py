"""What is read beside each other is recorded one after another, in the order of arrival: a mail may
add to what its writer said in the one before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from intake.interpret import Attempt
from rules.model import Circular


class Turns:
    """Groups of the mails that are `wanted`, in the order in which they were begun: what came of
    one waits for those before it."""

    def __init__(self, wanted: Iterable[int]) -> None:
        self.wanted = frozenset(wanted)
        self._made: dict[int, list[Attempt]] = {}
        self._closed: set[int] = set()
        self._last = 0
        self.begun: set[int] = set()

    def begin(self, ids: Iterable[int]) -> int:
        """The number of a group that is begun now."""
        self._last += 1
        self.begun.update(ids)
        self._made[self._last] = []
        return self._last

    def put(self, number: int, attempts: Sequence[Attempt]) -> None:
        """What came of some of a group's mails. Texts are not kept while it waits."""
        first = number == min(self._made)
        self._made[number] += attempts if first else [a.without_texts() for a in attempts]

    def close(self, number: int) -> None:
        """Nothing more comes of this group."""
        self._closed.add(number)

    def ready(self) -> list[Attempt]:
        """What need not wait any longer, each once."""
        found: list[Attempt] = []
        for number in list(self._made):
            found += self._made[number]
            self._made[number] = []
            if number not in self._closed:
                break
            del self._made[number]
            self._closed.remove(number)
        return found


class Correspondents:
    """Who writes, by the address alone: the recipient whose address or domain it is, or nobody
    else than the address."""

    def __init__(self, circulars: Iterable[Circular]) -> None:
        self._codes: dict[str, set[str]] = {}
        for circular in circulars:
            for recipient in circular.recipients:
                domains = (f"@{domain}" for domain in recipient.domains)
                for known in (*recipient.addresses, *domains):
                    self._codes.setdefault(known, set()).add(recipient.code)

    def of(self, address: str) -> str:
        """What is equal for all addresses of one correspondent; "" for no address."""
        for known in (address, "@" + address.rpartition("@")[2]):
            codes = self._codes.get(known, ())
            if len(codes) == 1:
                return next(iter(codes))
        return address

    def behind(self, mails: Mapping[int, str], earlier: Iterable[tuple[int, str]]) -> set[int]:
        """Those of the mails (sender by id) before which one of the `earlier` came from the same
        correspondent."""
        first: dict[str, int] = {}
        for mail_id, sender in earlier:
            one = self.of(sender)
            first[one] = min(mail_id, first.get(one, mail_id))
        return {i for i, who in mails.items() if who and first.get(self.of(who), i) < i}
