"""Bytes of a text to text, where the declared charset may be absent or wrong.

Order: byte order mark, strict UTF-8, then the single-byte Cyrillic charset whose reading has the
most Russian letter pairs, the declared one having an advantage that decides short texts. Text that
was garbled before it was sent (UTF-8 read as cp1251 and encoded again) is read back.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
_NEUTRAL, _LATIN, _ODD = 0, 67, 68
_PUNCTUATION = "«»„“”‘’–—…№§°•·©®±\u00a0\u00ad‚‹›"

PRIORS = {"cp1251": 0.0, "koi8-r": -3.0, "cp866": -9.0, "iso8859-5": -9.0, "mac-cyrillic": -12.0}
"""Single-byte charsets of Russian, with what each must make up for, in bits."""

_LABEL_BONUS = 6.0
_MAX_SAMPLE = 1000
_MULTIBYTE = {
    "big5", "big5hkscs", "cp932", "cp949", "cp950", "euc_jp", "euc_kr", "gb18030", "gb2312",
    "gbk", "shift_jis",
}  # fmt: skip
_SEVEN_BIT = {"hz", "iso2022_jp", "iso2022_jp_2", "iso2022_kr", "utf-7"}
_ALIASES = {
    "ansi": "cp1251", "win1251": "cp1251", "windows1251": "cp1251", "1251": "cp1251",
    "koi8": "koi8-r", "koi": "koi8-r", "koi8ru": "koi8-u", "dos": "cp866", "866": "cp866",
    "alt": "cp866", "maccyrillic": "mac-cyrillic", "xmaccyrillic": "mac-cyrillic",
    "unicode11utf8": "utf-8", "utf8mb4": "utf-8", "unicode": "utf-16",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the codec it was read with, and whether that reading can be relied on."""

    text: str
    charset: str
    certain: bool = True


def decode(data: bytes, label: str | None = None) -> Decoded:
    """Decode the bytes of a text. Never raises; what fits nothing comes back uncertain.

    `label` is the declared charset in any spelling; None or an unknown one is no evidence.
    """
    codec = codec_of(label)
    if marked := _by_mark(data):
        return marked
    if data.isascii():
        return _ascii(data, codec)
    if wide := _wide(data, codec):
        return wide
    text = _strict(data, "utf-8")
    if text is not None and not _accidental_utf8(text, codec):
        return _mended(text)
    return _partly_utf8(data, codec) or _single_byte(data, codec)


def codec_of(label: str | None) -> str | None:
    """Python's name for a declared charset (`cp-1251`, `x-koi8-r`, `"UTF8"`), None if unknown."""
    if not label:
        return None
    plain = label.strip().strip("\"'").split("*")[0].split(";")[0].strip().lower()
    for name in (plain, plain.removeprefix("x-"), plain.replace("-", "").replace("_", "")):
        if name in _ALIASES:
            return _ALIASES[name]
        if found := _lookup(name):
            return found
    short = re.sub(r"[^a-z0-9]", "", plain)
    return _ALIASES.get(short) or _lookup(short.removeprefix("x"))


@cache
def _lookup(name: str) -> str | None:
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return None
    return info.name if getattr(info, "_is_text_encoding", True) else None


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _by_mark(data: bytes) -> Decoded | None:
    if data.startswith(codecs.BOM_UTF8):
        return Decoded(data[3:].decode("utf-8", "replace"), "utf-8-sig")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Decoded(data.decode("utf-16", "replace"), "utf-16")
    return None


def _ascii(data: bytes, codec: str | None) -> Decoded:
    if codec in _SEVEN_BIT and (text := _strict(data, codec)) is not None:
        return Decoded(text, codec)
    wide = _wide(data, codec) if b"\0" in data else None
    return wide or Decoded(data.decode("ascii"), "ascii", certain=not _is_lost(data))


def _is_lost(data: bytes) -> bool:
    """Text of which a gateway left only question marks: «?????? ??????? ? ???????????»."""
    marks = data.count(b"?")
    return marks >= 10 and 2 * marks > len(data.translate(None, b" \t\r\n.,;:-"))


def _wide(data: bytes, codec: str | None) -> Decoded | None:
    """UTF-16 without a mark: every second byte of Russian text is 4, of Latin text 0."""
    sample = data[:_MAX_SAMPLE]
    if len(sample) < 4 or (not (codec or "").startswith("utf-16") and b"\4" not in sample):
        return None
    for name, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if sum(b in (0, 4, 0x20) for b in high) > 0.9 * len(high):
            return Decoded(data.decode(name, "replace"), name)
    return None


def _accidental_utf8(text: str, codec: str | None) -> bool:
    """Two signs of a single-byte charset can happen to be valid UTF-8: «О№» in cp1251."""
    if codec not in PRIORS or re.search("[а-яёА-ЯЁ«»№—–]", text):
        return False
    return sum(not c.isascii() for c in text) <= 2


def _partly_utf8(data: bytes, codec: str | None) -> Decoded | None:
    """UTF-8 with a few broken signs, or with single lines in another charset (a footer)."""
    if _is_mostly_broken(data[:_MAX_SAMPLE]):
        return None
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(c in _CYRILLIC for c in text)
    if good < 3 * broken:
        return None
    lines = data.split(b"\n")
    if len(lines) == 1 or broken * 50 <= good:
        return Decoded(text, "utf-8", certain=broken * 50 <= good)
    parts = [_strict(line, "utf-8") for line in lines]
    rest = b"\n".join(line for line, part in zip(lines, parts, strict=True) if part is None)
    other = _single_byte(rest, codec if codec in PRIORS else None)
    if not other.certain:
        return Decoded(text, "utf-8", certain=False)
    read = [p if p is not None else line.decode(other.charset, "replace")
            for line, p in zip(lines, parts, strict=True)]  # fmt: skip
    return Decoded("\n".join(read), "utf-8")


def _is_mostly_broken(sample: bytes) -> bool:
    """Whether a first stretch shows that this is no UTF-8 at all, as it usually does."""
    broken = sample.decode("utf-8", "replace").count("\ufffd")
    return broken > 100 and 2 * broken > sum(byte > 127 for byte in sample)


_CYRILLIC = frozenset(_LETTERS + _LETTERS.upper())


def _single_byte(data: bytes, codec: str | None) -> Decoded:
    foreign = codec if codec and codec not in PRIORS and codec not in ("utf-8", "ascii") else None
    scores = {name: score(data, name) + prior for name, prior in PRIORS.items()}
    if codec in scores:
        scores[codec] += _LABEL_BONUS - PRIORS[codec]
    (best, top), (_, second) = sorted(scores.items(), key=lambda item: -item[1])[:2]
    if foreign and (foreign in _MULTIBYTE or top <= 0):
        text = _strict(data, foreign)
        if text is not None and not _convincing(data, top) and not _THREE_LATIN.search(text):
            return Decoded(text, foreign)
    certain = top > 0 and (best == codec or top - second > 3)
    return Decoded(_lenient(data, best), best, certain)


def _convincing(data: bytes, bits: float) -> bool:
    return bits > sum(byte > 127 for byte in data[:_MAX_SAMPLE])


def _lenient(data: bytes, codec: str) -> str:
    return data.decode(codec, "replace")


def score(data: bytes, codec: str) -> float:
    """How Russian `data` reads in a single-byte charset, in bits over even chance."""
    classes = b"\0" + _sample(data).translate(_classes(codec)) + b"\0"
    weight = _weights()
    return sum(weight[pair] * n for pair, n in Counter(zip(classes, classes[1:])).items())  # noqa: B905, RUF007


def _sample(data: bytes) -> bytes:
    """The first stretch that holds letters beyond ASCII."""
    if len(data) <= _MAX_SAMPLE:
        return data
    first = next((i for i, byte in enumerate(data) if byte > 127), 0)
    return data[max(0, first - 20) :][:_MAX_SAMPLE]


@cache
def _classes(codec: str) -> bytes:
    """Byte → class: 1–33 small letter, 34–66 capital, else neutral, Latin, odd."""
    return bytes(_class(bytes([b]).decode(codec, "replace")) for b in range(256))


def _class(char: str) -> int:
    if (at := _LETTERS.find(char)) >= 0:
        return at + 1
    if (at := _LETTERS.upper().find(char)) >= 0:
        return at + 34
    if char.isascii():
        return _LATIN if char.isalpha() else _NEUTRAL
    return _NEUTRAL if char in _PUNCTUATION else _ODD


@cache
def _weights() -> dict[tuple[int, int], float]:
    """Bits for each pair of classes: letter pairs by frequency, unlikely neighbours by fiat."""
    source = Path(__file__).with_name("charset_pairs.txt").read_text("utf-8")
    rows = [line for line in source.splitlines() if line and not line.startswith("#")]
    table = [[(int(sign, 36) - 18) / 2 for sign in row] for row in rows]
    return {(a, b): _weight(a, b, table) for a in range(69) for b in range(69)}


def _weight(a: int, b: int, table: list[list[float]]) -> float:
    if _ODD in (a, b):
        return -6.0 if b == _ODD else 0.0
    if _LATIN in (a, b):
        return 0.0 if (a in (_LATIN, _NEUTRAL)) and (b in (_LATIN, _NEUTRAL)) else -5.0
    if a == b == _NEUTRAL:
        return 0.0
    small_then_capital = 0 < a < 34 <= b
    return table[_fold(a)][_fold(b)] - (5.0 if small_then_capital else 0.0)


def _fold(cls: int) -> int:
    return cls - 33 if cls >= 34 else cls


def russian(text: str) -> float:
    """How Russian a text is, in bits a letter: about 2 for prose, below 0 for garbled text."""
    letters = sum(c in _CYRILLIC for c in text[:_MAX_SAMPLE])
    return score(text.encode("cp1251", "replace"), "cp1251") / letters if letters else 0.0


# Text garbled before it was sent -----------------------------------------------------------

_HIGH_1251 = re.escape(
    "".join(bytes([b]).decode("cp1251", "ignore") or chr(b) for b in range(0x80, 0xC0))
)
_HIGH_1252 = re.escape(
    "".join(bytes([b]).decode("cp1252", "ignore") for b in range(0x80, 0xC0))
) + "\x80-\xbf"  # fmt: skip
_UTF8_AS_1251 = re.compile(f"(?:[РС][{_HIGH_1251}]){{3}}")
_UTF8_AS_LATIN = re.compile(f"(?:[ÐÑ][{_HIGH_1252}]){{2}}")
_1251_AS_LATIN = re.compile("[À-ÿ]{4}")
_THREE_LATIN = re.compile("[À-ÿ]{3}")  # no Western word has three accented letters in a row
_CAPITAL, _SMALL = re.compile("[А-ЯЁ]"), re.compile("[а-яё]")


def _mended(text: str) -> Decoded:
    """Read back text that had been decoded wrongly and encoded again, line by line."""
    if _UTF8_AS_1251.search(text):
        return Decoded(_by_line(text, "cp1251", _UTF8_AS_1251), "utf-8+cp1251")
    if _UTF8_AS_LATIN.search(text):
        return Decoded(_by_line(text, "cp1252", _UTF8_AS_LATIN), "utf-8+cp1252")
    if _1251_AS_LATIN.search(text):
        return _western(text)
    sample = text[:_MAX_SAMPLE]
    if len(_CAPITAL.findall(sample)) > max(9, len(_SMALL.findall(sample))):
        return _swapped(text)
    return Decoded(text, "utf-8")


def _by_line(text: str, codec: str, garbled: re.Pattern[str]) -> str:
    lines = text.split("\n")
    return "\n".join(_reread(x, codec) if garbled.search(x) else x for x in lines)


def _reread(line: str, codec: str) -> str:
    data = b"".join(_byte(char, codec) for char in line)
    fixed = data.decode("utf-8", "replace")
    return fixed if fixed.count("\ufffd") * 8 <= len(fixed) else line


def _byte(char: str, codec: str) -> bytes:
    """The byte a sign came from; positions the codec leaves empty were passed through as is."""
    try:
        return char.encode(codec)
    except UnicodeError:
        return char.encode("latin-1") if ord(char) < 256 else char.encode("utf-8")


def _western(text: str) -> Decoded:
    read = _single_byte(b"".join(_byte(char, "cp1252") for char in text), None)
    good = read.certain and _convincing(read.text.encode("cp1251", "replace"), 1e9)
    if good and russian(read.text) > 0.5:
        return Decoded(read.text, f"cp1252+{read.charset}")
    return Decoded(text, "utf-8")


def _swapped(text: str) -> Decoded:
    """Koi8-r read as cp1251, or the reverse: their small letters stand in the places of each
    other's capitals. Text that its sender typed in capitals reads best as it is."""
    best = Decoded(text, "utf-8")
    for wrong, right in (("cp1251", "koi8-r"), ("koi8-r", "cp1251")):
        read = text.encode(wrong, "replace").decode(right, "replace")
        if russian(read) > russian(best.text) + 1:
            best = Decoded(read, f"{wrong}+{right}")
    return best


_META = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I
)


def html_charset(data: bytes) -> str | None:
    """The charset that an HTML text itself names in its first 4 KB."""
    found = _META.search(data[:4096])
    return found.group(1).decode("ascii", "replace") if found else None
