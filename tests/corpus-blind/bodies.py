"""The letter's own words and the quote as the mail clients of 2011 set them, plain and in HTML."""

import html
import textwrap
from dataclasses import dataclass
from datetime import datetime

MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
DAYS = ["Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота", "Воскресенье"]
BLUE = "#1F497D"


@dataclass(frozen=True)
class Quote:
    client: str
    text: str
    name: str
    address: str
    when: datetime
    to: str
    subject: str

    @property
    def day(self) -> str:
        return f"{self.when.day} {MONTHS[self.when.month - 1]} {self.when.year}"

    @property
    def clock(self) -> str:
        return f"{self.when:%H:%M}"

    def attribution(self) -> str:
        numeric, who = f"{self.when:%d.%m.%Y}", f"{self.name} <{self.address}>"
        block = {"От": f"{self.name} [mailto:{self.address}]", "Отправлено": f"{self.day} г. "
                 f"{self.clock}", "Кому": self.to, "Тема": self.subject}  # fmt: skip
        english = dict(zip(("From", "Sent", "To", "Subject"), block.values(), strict=True))
        old_phone = {"От": who, "Дата": f"{numeric} {self.clock} (GMT+04:00)", **dict(
            list(block.items())[2:])}  # fmt: skip
        return {
            "gt": f"{numeric} {self.clock}, {self.name} пишет:",
            "outlook": "-----Исходное сообщение-----\n" + rows(block),
            "outlook_en": "-----Original Message-----\n" + rows(english),
            "mailru": f"{DAYS[self.when.weekday()]}, {self.day}, {self.clock} +04:00 от {who}:",
            "yandex": f'{numeric}, {self.clock}, "{self.name}" <{self.address}>:',
            "gmail": f"{self.day} г., {self.clock} пользователь {who} написал:",
            "thebat": f"Здравствуйте, {self.to}.\n\nВы писали {self.day} г., {self.when:%H:%M:%S}:",
            "iphone": f"{numeric}, в {self.clock}, {who} написал(а):",
            "android": "-------- Исходное сообщение --------\n" + rows(old_phone),
        }[self.client]

    def plain(self) -> str:
        marked = self.client in ("gt", "gmail", "thebat", "iphone", "mailru", "yandex")
        body = "\n".join(f"> {x}".rstrip() for x in wrapped(self.text)) if marked else self.text
        return f"{self.attribution()}\n\n{body}\n"


def rows(block: dict[str, str]) -> str:
    return "\n".join(f"{key}: {value}" for key, value in block.items())


def wrapped(text: str, width: int = 72) -> list[str]:
    return [piece for line in text.strip("\n").split("\n") for piece in textwrap.wrap(line, width)
            or [""]]  # fmt: skip


def plain(own: str, quote: Quote | None, above: bool) -> str:
    if quote is None:
        return own
    return f"{quote.plain()}\n{own}" if above else f"{own}\n{quote.plain()}"


def escaped(line: str) -> str:
    return html.escape(line, quote=False).replace("  ", "&nbsp; ")


def broken(text: str) -> str:
    return "<br>\n".join(escaped(line) for line in text.strip("\n").split("\n"))


def outlook_lines(text: str, colour: str) -> str:
    span = f'<span style="font-size:11.0pt;font-family:&quot;Calibri&quot;;color:{colour}">'
    return "\n".join(
        f'<p class="MsoNormal">{span}{escaped(line) or "&nbsp;"}<o:p></o:p></span></p>'
        for line in text.strip("\n").split("\n")
    )


def outlook(own: str, quote: Quote | None) -> str:
    head = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns="http://www.w3.org/TR/REC-html40"><head><meta name="Generator" '
        'content="Microsoft Word 12 (filtered medium)"><style><!--\np.MsoNormal '
        "{margin:0cm; font-size:12.0pt;}\n--></style></head>\n"
        '<body lang="RU" link="blue" vlink="purple"><div class="WordSection1">\n'
    )
    tail = ""
    if quote:
        lines = quote.attribution().split("\n")[1:] if "\n" in quote.attribution() else [
            quote.attribution()]  # fmt: skip
        tail = (
            '\n<div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
            '<p class="MsoNormal"><span style="font-size:10.0pt">'
            + "<br>".join("<b>{}:</b>{}".format(*escaped(x).split(":", 1)) for x in lines)
            + "<o:p></o:p></span></p></div>\n"
            + outlook_lines(quote.text, "black")
        )
    return f"{head}{outlook_lines(own, BLUE)}{tail}\n</div></body></html>"


def gmail(own: str, quote: Quote | None) -> str:
    tail = ""
    if quote:
        tail = (
            f'<div class="gmail_extra"><br><br><div class="gmail_quote">'
            f"{escaped(quote.attribution())}<br>\n"
            '<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;'
            f'padding-left:1ex">{broken(quote.text)}</blockquote></div><br></div>'
        )
    return f'<div dir="ltr">{broken(own)}</div>{tail}'


def yandex(own: str, quote: Quote | None) -> str:
    text = "".join(f"<div>{escaped(x) or '&nbsp;'}</div>" for x in own.strip("\n").split("\n"))
    if quote:
        text += (
            f"<div>&nbsp;</div><div>{escaped(quote.attribution())}</div>"
            f'<blockquote type="cite">{broken(quote.text)}</blockquote>'
        )
    return text


def mailru(own: str, quote: Quote | None) -> str:
    tail = ""
    if quote:
        tail = (
            f"<br><br>{escaped(quote.attribution())}<br>\n"
            '<blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">'
            f'<div id="style_13123"><div class="js-helper">{broken(quote.text)}</div></div>'
            "</blockquote>"
        )
    return f"<HTML><BODY><p>{broken(own)}</p>{tail}</BODY></HTML>"


def webmail(own: str, quote: Quote | None) -> str:
    tail = f"<hr><i>{broken(quote.plain())}</i>" if quote else ""
    return f'<html><body><font face="Arial" size="2">{broken(own)}</font>{tail}</body></html>'


HTML = {
    "outlook": outlook,
    "gmail": gmail,
    "yandex": yandex,
    "mailru": mailru,
    "webmail": webmail,
}
