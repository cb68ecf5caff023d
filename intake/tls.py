"""TLS for mailbox and submission: one verifying context, and its errors in words."""

from __future__ import annotations

import functools
import ssl
from pathlib import Path


@functools.cache
def context(ca_file: Path | None) -> ssl.SSLContext:
    """A context that verifies certificate and host name, against the system's authorities or, if
    given, those of a PEM file alone. Cached: loading the system's takes 18 ms.

    Raises OSError or ssl.SSLError if the file cannot be read."""
    made = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


_REASONS = {
    9: "сертификат ещё не действует; проверьте часы этой машины",
    10: "срок действия сертификата истёк",
    18: "сертификат самоподписанный",
    19: "сертификат выдан неизвестным центром",
    20: "сертификат выдан неизвестным центром",
    21: "сертификат выдан неизвестным центром",
    62: "сертификат выдан на другое имя",
    64: "сертификат выдан на другой адрес",
}
"""OpenSSL's verify codes (X509_V_ERR_…) that people meet."""

_UNTRUSTED = {18, 19, 20, 21}


def certificate_fault(error: ssl.SSLCertVerificationError, host: str, section: str) -> str:
    """What is wrong with a server's certificate, and what to do, in Russian.

    `section` is the table of the settings, "imap" or "smtp"."""
    code = error.verify_code
    reason = _REASONS.get(code, error.verify_message)
    text = f"Сертификат сервера {host} не принят: {reason}."
    if code in _UNTRUSTED:
        return (
            f"{text} Если это сервер вашей организации, укажите файл сертификата её центра "
            f"(PEM) в настройке {section}.ca_file."
        )
    if code in (62, 64):
        return (
            f"{text} Укажите в {section}.host то имя, на которое выдан сертификат "
            f"({error.verify_message})."
        )
    return f"{text} Обратитесь к администратору почтового сервера."
