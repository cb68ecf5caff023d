"""Whether our own mail server found the sender to be who the mail says (RFC 8601, RFC 7489).

Only results under the configured authserv-id count, and of those only the block that stands
highest: what a sender wrote into his own mail stands below the lines that our servers added. The
servers must remove foreign results under their own name, as RFC 8601 §5 demands of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import authres
from authres import dmarc

from rules.model import Authenticity, Mail, Proof

_HEADER = "authentication-results"
_FAILED = {"fail", "hardfail", "softfail", "permerror", "policy"}
_SAYS = {
    "dmarc": "проверка DMARC не пройдена",
    "dkim": "подпись DKIM неверна",
    "spf": "письмо пришло с сервера, которому домен отправителя этого не разрешал (SPF)",
}


@dataclass(frozen=True, slots=True)
class _Result:
    """One method's result; `domain` is what it speaks of, "" if it names none."""

    method: str
    result: str
    domain: str


def check(mail: Mail, authserv_ids: Collection[str]) -> Authenticity:
    """The proof for the domain of the From header. UNCHECKED without authserv-ids; ABSENT if no
    result speaks for or against that domain. Never raises."""
    if not authserv_ids or mail.sender is None:
        return Authenticity()
    domain = mail.sender.address.rpartition("@")[2]
    trusted = {name.casefold() for name in authserv_ids}
    results = [r for value in _highest(mail.headers, trusted) for r in _results(value)]
    return _judged([r for r in results if _speaks_of(r, domain)])


def _highest(headers: Sequence[tuple[str, str]], trusted: set[str]) -> Iterator[str]:
    """The values of the highest block of trusted results: it ends at the next Received line."""
    began = False
    for name, value in headers:
        if began and name == "received":
            return
        if name == _HEADER and _authserv_id(value) in trusted:
            began = True
            yield value


def _authserv_id(value: str) -> str:
    words = value.partition(";")[0].split()
    return words[0].casefold() if words else ""


def _results(value: str) -> Iterator[_Result]:
    try:
        parsed = authres.FeatureContext(dmarc).parse(f"Authentication-Results: {value}")
    except authres.AuthResError:
        return  # a server that writes what cannot be read has proved nothing
    for one in parsed.results:
        named = {(p.type, p.name): p.value or "" for p in one.properties}
        yield _Result(one.method.lower(), one.result.lower(), _domain(named))


def _domain(named: dict[tuple[str, str], str]) -> str:
    for key in (("header", "from"), ("header", "d"), ("header", "i"), ("smtp", "mailfrom"),
                ("smtp", "mail"), ("smtp", "helo")):  # fmt: skip
        if named.get(key):
            return named[key].rpartition("@")[2].strip("<>").casefold()
    return ""


def _speaks_of(result: _Result, domain: str) -> bool:
    """Whether a result is about the domain, one above or one below it (relaxed alignment)."""
    theirs = result.domain
    if result.method == "dmarc" and not theirs:
        return True
    near = theirs == domain or domain.endswith(f".{theirs}") or theirs.endswith(f".{domain}")
    return "." in theirs and near


def _judged(results: Sequence[_Result]) -> Authenticity:
    said = {(r.method, r.result) for r in results}
    if ("dmarc", "pass") in said:
        return Authenticity(Proof.PASSED)
    if any(method == "dmarc" and result in _FAILED for method, result in said):
        return Authenticity(Proof.FAILED, _SAYS["dmarc"])
    if ("dkim", "pass") in said or ("spf", "pass") in said:
        return Authenticity(Proof.PASSED)
    for method in ("dkim", "spf"):
        if any(m == method and result in _FAILED for m, result in said):
            return Authenticity(Proof.FAILED, _SAYS[method])
    return Authenticity(Proof.ABSENT)
