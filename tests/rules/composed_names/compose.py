"""Letters from frames: `letters("a", 100)` gives the same hundred letters of family a each time."""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.rules.composed_names.people import Person, person

_WEIGHTS = {"sends official": 15, "sends brief": 6, "both": 4, "instead": 4, "past": 2,
            "planned": 2, "absent": 3, "until": 2, "reserve": 1, "or": 1, "nobody": 3}  # fmt: skip
_MANNERS = {"official": 10, "points": 4, "brief": 8, "phone": 2, "capitals": 1, "fields": 2,
            "table": 1, "heading": 2, "between": 2}  # fmt: skip
_PLACES = {"before": 6, "after": 6, "brackets": 4, "none": 3}
_CONTACTS = {"none": 6, "beside": 6, "brackets": 3, "sentence": 4}
_QUESTION = (
    "> прошу поручить до 25.08.2011 проинформировать о технической готовности к подключению к\n"
    "> системе «Директум» и определить кандидатуру специалиста для включения в группу для обучения."
)


@dataclass(frozen=True)
class Expected:
    """A nominee as the letter has him; phone in E.164 or as digits."""

    name: str
    position: str | None
    phone: str | None
    email: str | None


@dataclass(frozen=True)
class Letter:
    """A text, whom it puts forward, and of what it is made; `doubt` is none, may or must."""

    id: str
    text: str
    subject: str
    nominees: tuple[Expected, ...]
    doubt: str
    made_of: dict[str, str]


@dataclass(frozen=True)
class Frame:
    """One line of frames_?.txt or others_?.txt."""

    scenario: str
    text: str
    puts: str = ""


@cache
def frames(family: str, file: str) -> dict[str, list[Frame]]:
    """The frames of a file by their scenario."""
    found: dict[str, list[Frame]] = {}
    scenario = puts = ""
    path = Path(__file__).with_name(f"{file}_{family}.txt")
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("["):
            scenario, _, puts = line.strip("[]").partition(": ")
        elif line and not line.startswith("#"):
            found.setdefault(scenario, []).append(Frame(scenario, line, puts))
    return found


def letters(family: str, number: int, seed: int = 1) -> Iterator[Letter]:
    """`number` letters of family a or b."""
    for at in range(number):
        yield _Writer(family, at, seed).letter()


def _pick(rng: random.Random, weights: dict[str, int]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


_STARTS = {
    "a": ("На Ваше письмо от 03.08.2011 № 02-02-398 сообщаем следующее.",
          "Администрация муниципального района сообщает.",
          "В соответствии с Вашим письмом направляем информацию."),
    "b": ("В ответ на Ваш запрос № 02-02-398 информируем.",
          "Рассмотрев Ваше обращение, администрация сообщает следующее.",
          "Во исполнение письма от 03.08.2011 докладываем."),
}  # fmt: skip
_READY = {
    "a": ("Администрация технически готова к подключению к системе «Директум».",
          "К подключению технически готовы."),
    "b": ("Техническая готовность к подключению имеется.", "К подключению к системе готовы."),
}  # fmt: skip
_GREETINGS = {"a": ("Добрый день!", "Здравствуйте!", ""), "b": ("Здравствуйте.", "Добрый день.")}
_OF_PHONE = {
    "a": ("<x:Его|Её> телефон: {x.phone}.", "Контактный телефон {x.given:g}: {x.phone}.",
          "Тел. для связи с <x:ним|ней>: {x.phone}.", "Телефон: {x.phone}, e-mail: {x.email}."),
    "b": ("Звонить <x:ему|ей> можно по номеру {x.phone}.", "Телефон {x.given:g} – {x.phone}.",
          "<x:Его|Её> рабочий телефон {x.phone}, почта {x.email}.", "Связь: {x.phone}."),
}  # fmt: skip
_OF_BOTH = {
    "a": "Телефоны: {x.given:n} – {x.phone}, {y.given:n} – {y.phone}.",
    "b": "Звонить: {x.given:d} {x.phone}, {y.given:d} {y.phone}.",
}
_HEADINGS = {
    "a": ("Кандидатура для обучения", "Список слушателей:", "На обучение:"),
    "b": ("Слушатель курсов", "Кандидаты в учебную группу:", "Для включения в группу:"),
}
_FIELDS = {
    "a": "Ф.И.О.: {x.name:n}/Должность: {x.post:n}/Телефон: {x.phone}/E-mail: {x.email}",
    "b": "Фамилия, имя, отчество – {x.name:n}/Должность – {x.post:n}/Контактный телефон – {x.phone}"
         "/Эл. почта – {x.email}",
}  # fmt: skip


@dataclass
class _Writer:
    family: str
    at: int
    seed: int
    made_of: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rng = random.Random(f"{self.family} {self.at} {self.seed}")
        self.people: dict[str, Person] = {}
        for role in "xyosep":
            cast = list(self.people.values())
            head = role in "os"
            self.people[role] = person(self.rng, self.family, head=head, without=cast)
        self.place, self.contacts = _pick(self.rng, _PLACES), _pick(self.rng, _CONTACTS)
        self.mail = self.rng.random() < 0.3
        self.told: dict[str, tuple[bool, bool, bool]] = {}  # post, telephone, e-mail of each

    def letter(self) -> Letter:
        manner = _pick(self.rng, _MANNERS)
        scenario = _pick(self.rng, _WEIGHTS)
        if manner in ("fields", "table", "heading", "between"):
            scenario = "sends official"
        frame = self.rng.choice(frames(self.family, "frames")[scenario])
        self.made_of = {"manner": manner, "scenario": scenario, "frame": frame.text}
        said = self._core(manner, frame)
        puts = frame.puts if manner not in ("fields", "table", "heading", "between") else "x"
        text = self._dress(manner, said)
        x = self.people["x"]
        self.made_of |= {
            "group": x.group, "sex": x.sex, "form": x.form,
            "place": self.place, "contacts": self.contacts,
        }  # fmt: skip
        nominees = tuple(self._expected(role) for role in puts if role in "xy")
        doubt = "must" if "?" in puts else "may" if "~" in puts else "none"
        subject = self.rng.choice(("Re: О подключении к системе «Директум»", "Ответ на письмо",
                                   "О направлении специалиста на обучение"))  # fmt: skip
        return Letter(f"{self.family}{self.at:04}", text, subject, nominees, doubt, self.made_of)

    def _expected(self, role: str) -> Expected:
        who = self.people[role]
        post, phone, email = self.told.get(role, (False, False, False))
        return Expected(
            who.formal,
            who.post[0] if post else None,
            who.contact.phone if phone else None,
            who.contact.email if email else None,
        )

    def _core(self, manner: str, frame: Frame) -> str:
        """What is said of the nominees."""
        if manner == "fields":
            self.place = self.contacts = "fields"
            return self._filled(_FIELDS[self.family])
        if manner == "table":
            self.place = self.contacts = "table"
            return self._filled("ФИО\tДолжность\tТелефон/{x.name:n}\t{x.post:n}\t{x.phone}")
        if manner == "heading":
            return self.rng.choice(_HEADINGS[self.family]) + "\n" + self._filled("{x:n}")
        if manner == "between":
            return _QUESTION + "\n" + self._filled("{x:n}")
        said = self._filled(frame.text)
        if self.contacts == "sentence":
            said += " " + self._of_phone(frame)
        return said

    def _of_phone(self, frame: Frame) -> str:
        if frame.puts == "x y":
            return self._filled(_OF_BOTH[self.family])
        sayings = _OF_PHONE[self.family]
        if not frame.scenario.startswith("sends"):
            sayings = tuple(s for s in sayings if "given" in s)
        return "" if frame.puts[0] != "x" else self._filled(self.rng.choice(sayings))

    def _filled(self, text: str) -> str:
        text = re.sub(r"<(\w):([^|>]*)\|([^>]*)>", self._by_sex, text)
        text = re.sub(r"\{(\w)(?:\.(\w+))?(?::(\w))?\}", self._slot, text.replace("/", "\n"))
        return re.sub(r",\s*(?=[.,;:!?)]|$|\n)", "", text).replace("..", ".")

    def _by_sex(self, found: re.Match[str]) -> str:
        return found[2] if self.people[found[1]].sex == "m" else found[3]

    def _slot(self, found: re.Match[str]) -> str:
        role, what, case = found[1].lower(), found[2], found[3] or "n"
        who = self.people[role]
        post, phone, email = self.told.get(role, (False, False, False))
        if what in ("phone", "email"):
            self.told[role] = (post, phone or what == "phone", email or what == "email")
            return who.contact.written if what == "phone" else who.contact.email
        if what == "post":
            self.told[role] = (True, phone, email)
            return who.post[0]
        if what:
            return who.given(case) if what == "given" else who.name(case)
        written = self._head(who, case) if role == "o" else self._whole(role, case)
        return written[0].upper() + written[1:] if found[1].isupper() else written

    def _head(self, who: Person, case: str) -> str:
        """Somebody else, his post before his name or behind it."""
        post = who.post["ngdaip".index(case)]
        behind = self.rng.random() < 0.2
        return f"{who.name(case)}, {post}," if behind else f"{post} {who.name(case)}"

    def _whole(self, role: str, case: str) -> str:
        """A nominee with his post and telephone where this letter has them."""
        who = self.people[role]
        if role in self.told:
            return who.name(case)
        contact = self._contact(who)
        name, post = who.name(case), who.post["ngdaip".index(case)]
        self.told[role] = (self.place != "none", bool(contact), bool(contact) and self.mail)
        if self.contacts == "brackets" and contact and self.place != "brackets":
            name, contact = f"{name} ({contact})", ""
        if self.place == "brackets":
            inside = ", ".join(x for x in (who.post[0], contact) if x)
            return f"{name} ({inside})"
        if self.place == "before":
            name = f"{post} {name}"
        if self.place == "after":
            name = f"{name}, {post},"
        return f"{name.rstrip(',')}, {contact}," if contact else name

    def _contact(self, who: Person) -> str:
        if self.contacts not in ("beside", "brackets"):
            return ""
        label = self.rng.choice(("тел. ", "тел.: ", "телефон ", "т. "))
        mail = self.rng.choice(("e-mail: ", "эл. почта ", "")) + who.contact.email
        return label + who.contact.written + (f", {mail}" if self.mail else "")

    def _others(self, most: int) -> list[str]:
        """Sentences about somebody else, none to `most`."""
        found = frames(self.family, "others")
        kinds = self.rng.sample(sorted(found), self.rng.randint(0, most))
        said = []
        for number, kind in enumerate(kinds):
            if number:
                self.people["o"] = person(
                    self.rng, self.family, head=True, without=list(self.people.values())
                )
            said.append(self._filled(self.rng.choice(found[kind]).text))
        self.made_of["other"] = "+".join(kinds) or "-"
        return said

    def _dress(self, manner: str, said: str) -> str:
        """The letter around what is said of the nominees."""
        ready = self.rng.choice(_READY[self.family])
        if manner in ("official", "points", "capitals", "fields", "table", "heading"):
            text = self._official(manner, said, ready)
        elif manner == "between":
            text = "\n\n".join(["Добрый день!", said, *self._others(1), self._farewell()])
        else:
            text = self._brief(manner, said, ready)
        if manner == "capitals":
            return text.upper()
        return self._wrapped(text, manner)

    def _official(self, manner: str, said: str, ready: str) -> str:
        start = self.rng.choice(_STARTS[self.family])
        others = self._others(2)
        if manner == "points":
            rows = [ready, *others[:1], said, *others[1:]]
            body = "\n".join(f"{n}. {row}" for n, row in enumerate(rows, 1))
        elif manner in ("fields", "table", "heading"):
            body = "\n\n".join([" ".join([ready, *others[:1]]), said, *others[1:]])
        else:
            split = self.rng.random() < 0.5
            first = " ".join([ready, *others[:1]])
            last = " ".join([said, *others[1:]])
            body = first + ("\n\n" if split else " ") + last
        greeting = self.rng.choice(("Уважаемый Камиль Загирович!", "Уважаемые коллеги!", ""))
        paragraphs = [p for p in (greeting, start, body, self._signed()) if p]
        return "\n\n".join(paragraphs)

    def _signed(self) -> str:
        head, clerk = self.people["s"], self.people["e"]
        post = head.post[0]
        one = f"{post[0].upper()}{post[1:]}{' ' * 20}{head.first[0][0]}. {head.patronymic[0][0]}. "
        signed = one + head.surname[0]
        if self.rng.random() < 0.5:
            name = f"{clerk.surname[0]} {clerk.first[0][0]}.{clerk.patronymic[0][0]}."
            signed += f"\n\nИсп. {name}\n{clerk.contact.written}"
        return signed

    def _farewell(self) -> str:
        clerk = self.people["e"]
        phone = self.rng.choice(("", f"\nтел. {clerk.contact.written}"))
        post = self.rng.choice(("", "\n" + clerk.post[0]))
        return f"С уважением,\n{clerk.first[0]} {clerk.surname[0]}{post}{phone}"

    def _brief(self, manner: str, said: str, ready: str) -> str:
        others = self._others(1)
        parts = [self.rng.choice(_GREETINGS[self.family]), ready, said, *others]
        if manner == "phone":
            text = " ".join(p for p in parts[1:] if p)
            return text[0].lower() + text[1:].rstrip(".")
        text = " ".join(p for p in parts if p)
        return text + self.rng.choice(("", "\n\n" + self._farewell()))

    def _wrapped(self, text: str, manner: str) -> str:
        """Some letters are broken into lines, also within a name."""
        if manner in ("table", "fields", "between", "phone") or self.rng.random() < 0.7:
            return text
        width = self.rng.randint(45, 76)
        rows = text.split("\n")
        wrap = textwrap.TextWrapper(width, break_long_words=False, break_on_hyphens=False)
        wrap.drop_whitespace, wrap.replace_whitespace = True, False
        self.made_of["wrapped"] = "yes"
        return "\n".join("\n".join(wrap.wrap(r)) if r and " " * 5 not in r else r for r in rows)
