"""Notices and their answers: proven ones settle once; forged ones change nothing; loops end."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from sqlalchemy import func, select

from intake import tokens
from intake.reader import Reader
from intake.secrets import Secret
from intake.store import queries
from intake.store.schema import AnswerRow, Letter, MailRow, OfficerMail, RawMail, Settlement
from intake.worker import PassResult
from outbound.review import settling
from outbound.running.service import Service
from rules.model import Doubt, Readiness, ReadinessValue, Reply
from tests.messages import parsed, text_of
from tests.outbound.campaign import CIRCULAR, OFFICE, FakeSender, raw_mail, reading

CHIEF, DEPUTY = "chief@adm.example", "deputy@adm.example"
TWO = dataclasses.replace(CIRCULAR, officers=(CHIEF, DEPUTY))


class Nothing:
    """Brings no mail in: the tests deliver it themselves."""

    def run_pass(self) -> PassResult:
        return PassResult()


@pytest.fixture
def service(database, clock) -> Service:
    office = dataclasses.replace(OFFICE, token_key=Secret("k" * 32), circulars=(TWO,))
    return Service(database, Nothing(), office, FakeSender(), clock=clock)


@pytest.fixture
def doubtful(arrive, service, session) -> Callable[..., MailRow]:
    """A doubtful mail whose notices have gone out."""

    def doubtful(**columns: object) -> MailRow:
        doubts = (Doubt("weak_readiness"),)
        mail = arrive(reading(Reply.ACKNOWLEDGE, doubts=doubts), **columns)
        service.poll()
        return mail

    return doubtful


@pytest.fixture
def notice(session) -> Callable[..., Letter]:
    """The notice of a mail for an officer."""

    def notice(mail: MailRow, officer: str = CHIEF) -> Letter:
        key = f"notice:mail:{mail.id}:{officer}"
        found = session.scalars(select(Letter).where(Letter.key == key)).one()
        session.commit()
        return found

    return notice


@pytest.fixture
def write(session, database, service, clock) -> Callable[..., int]:
    """A mail comes in, is read by the real rules, and a pass follows; its id."""

    def write(text: str, sender: str = CHIEF, to: str = "edo@adm.example", **headers: str) -> int:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, to, "Re: Проверьте письмо"
        message["Message-ID"] = f"<{session.query(MailRow).count()}.theirs@adm.example>"
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(text)
        content = message.as_bytes()
        count = session.query(MailRow).count()
        row = MailRow(sha256=f"{count:064x}", size=len(content), received_at=clock())
        session.add(row)
        session.flush()
        session.add(RawMail(mail_id=row.id, content=content))
        session.commit()
        Reader(database, (TWO,), clock).read_pending(going_on=lambda: True)
        service.poll()
        return row.id

    return write


def outcome(session, mail_id: int) -> str:
    found = session.scalar(select(OfficerMail.outcome).where(OfficerMail.mail_id == mail_id))
    session.commit()
    return found


def detail(session, mail_id: int) -> str:
    found = session.scalar(select(OfficerMail.detail).where(OfficerMail.mail_id == mail_id))
    session.commit()
    return found


def made(session, purpose: str) -> list[Letter]:
    found = list(session.scalars(select(Letter).where(Letter.purpose == purpose)))
    session.commit()
    return found


def settled(session) -> int:
    """How many mails are settled; nothing else may have left an officer's answer."""
    count = session.scalar(select(func.count(Settlement.mail_id)))
    if not count:
        assert session.scalar(select(func.count(AnswerRow.id))) == 0
    session.commit()
    return count


def test_a_doubtful_mail_reaches_each_officer_once(session, doubtful, service, notice):
    mail = doubtful()
    service.poll()
    assert [letter.to_address for letter in made(session, "notice")] == [CHIEF, DEPUTY]
    message = parsed(notice(mail).content)
    text = text_of(message)
    assert "О готовности сказано неоднозначно." in text
    assert "Готовность к подключению: готовность подтверждена" in text
    assert "готовы с 25.08.2011" in text
    assert "это Луговской район" in text
    assert message["Auto-Submitted"] == "auto-generated"
    (original,) = message.iter_attachments()
    assert original.get_filename() == f"mail-{mail.id}.eml"
    assert original.get_content() == raw_mail()
    assert message["Subject"] == f"Проверьте письмо № {mail.id}: Луговской район"


def test_each_notice_bears_a_token_of_its_own(session, doubtful):
    doubtful()
    found = [tokens.find(letter.message_id) for letter in made(session, "notice")]
    assert all(found)
    assert found[0] != found[1]


def test_a_mail_without_doubt_causes_no_notice(session, arrive, service):
    arrive(reading())
    service.poll()
    assert made(session, "notice") == []


def test_without_a_key_there_are_no_notices(session, arrive, service):
    bare = dataclasses.replace(service, office=OFFICE)
    arrive(reading(Reply.ACKNOWLEDGE, doubts=(Doubt("weak_readiness"),)))
    bare.poll()
    assert made(session, "notice") == []


def test_an_officer_who_is_named_later_gets_the_open_ones(session, arrive, service, clock):
    office = dataclasses.replace(service.office, circulars=(CIRCULAR,))
    arrive(reading(Reply.ACKNOWLEDGE, doubts=(Doubt("weak_readiness"),)))
    dataclasses.replace(service, office=office).poll()
    assert [letter.to_address for letter in made(session, "notice")] == [CHIEF]
    service.poll()
    assert [letter.to_address for letter in made(session, "notice")] == [CHIEF, DEPUTY]


def test_old_mails_cause_no_notice(session, arrive, service, clock):
    arrive(reading(Reply.ACKNOWLEDGE, doubts=(Doubt("weak_readiness"),)))
    clock.tick(days=31)
    service.poll()
    assert made(session, "notice") == []


def test_a_notice_that_waits_is_not_sent_once_the_mail_is_settled(
    session, arrive, service, database
):
    arrive(reading(Reply.ACKNOWLEDGE, doubts=(Doubt("weak_readiness"),)))
    service.sender.down = "нет связи"
    service.poll()
    with database.session() as other:
        case = settling.find_case(other, [TWO], 1)
        said = settling.parse("верно", TWO, service.clock())
        settling.settle(other, case, said, settling.Author("Петрова", "верно"), service.clock())
    service.sender.down = ""
    service.poll()
    assert {letter.state for letter in made(session, "notice")} == {"dropped"}


def test_an_officer_gets_so_many_notices_a_day(session, arrive, service, clock):
    office = dataclasses.replace(service.office, notice_cap=2)
    capped = dataclasses.replace(service, office=office)
    for n in range(3):
        doubts = (Doubt("weak_readiness"),)
        arrive(reading(Reply.ACKNOWLEDGE, doubts=doubts), raw=raw_mail(f"p{n}@mo.example"))
    capped.poll()
    assert len(made(session, "notice")) == 4
    clock.tick(days=1, minutes=1)
    capped.poll()
    assert len(made(session, "notice")) == 6


def test_a_plain_answer_settles_the_mail_and_the_clerk_is_told(
    session, doubtful, notice, write, service
):
    mail = doubtful()
    answer = write(
        "готовы с 01.09\n\n> Письмо нужно проверить", In_Reply_To=notice(mail).message_id
    )
    assert outcome(session, answer) == "settled"
    row = session.scalars(select(Settlement)).one()
    assert (row.author, row.words, row.answer_mail_id) == (CHIEF, "готовы с 01.09", answer)
    standing = {a.question: a.answer for a in queries.answers(session, CIRCULAR.number, "lug")}
    assert isinstance(standing["readiness"], Readiness)
    assert standing["readiness"].value is ReadinessValue.READY_BY
    session.commit()
    (told,) = made(session, "confirm")
    assert (told.to_address, told.state) == ("lug@mo.example", "sent")
    service.poll()
    assert len(made(session, "confirm")) == 1


def test_the_answer_itself_is_nobodys_answer_to_the_circular(session, doubtful, notice, write):
    mail = doubtful()
    answer = write("Луговской район: готовы", In_Reply_To=notice(mail).message_id)
    kinds = [
        (row.kind, row.reply, row.needs_review)
        for found, row in queries.latest_readings(session)
        if found.id == answer
    ]
    assert kinds == [("unrelated", "none", False)]


def test_no_line_of_the_officers_is_lost(session, doubtful, notice, write):
    mail = doubtful()
    words = "верно\nэто Боровской район\n\nС уважением,\nначальник отдела Петров И. И.\n"
    answer = write(words, In_Reply_To=notice(mail).message_id)
    assert outcome(session, answer) == "settled"
    assert {a.recipient for a in queries.answers(session, CIRCULAR.number)} == {"bor"}


def test_a_plus_address_proves_it_where_the_thread_is_lost(session, doubtful, notice, write):
    mail = doubtful()
    token = tokens.find(notice(mail).message_id)
    assert outcome(session, write("верно", to=f"edo+{token.text}@adm.example")) == "settled"


def test_the_plus_address_stands_in_the_notice_where_it_is_configured(service, session, arrive):
    office = dataclasses.replace(service.office, plus_address=True)
    arrive(reading(Reply.ACKNOWLEDGE, doubts=(Doubt("weak_readiness"),)))
    dataclasses.replace(service, office=office).poll()
    (first, _) = made(session, "notice")
    token = tokens.find(first.message_id)
    assert parsed(first.content)["Reply-To"] == f"edo+{token.text}@adm.example"


def test_references_prove_it_where_in_reply_to_is_lost(session, doubtful, notice, write):
    mail = doubtful()
    assert outcome(session, write("верно", References=notice(mail).message_id)) == "settled"


# forged mail changes nothing


def test_no_token(session, doubtful, write):
    doubtful()
    forged = write("не готовы")
    assert (settled(session), outcome(session, forged)) == (0, "refused")
    assert [letter.to_address for letter in made(session, "refused")] == [CHIEF, DEPUTY]


def test_an_answer_to_the_summary_is_no_answer_to_a_notice(session, doubtful, write, clock):
    doubtful()
    clock.tick(hours=10)
    write("Спасибо")
    summary = made(session, "summary")[0]
    forged = write("верно", In_Reply_To=summary.message_id)
    assert (settled(session), outcome(session, forged)) == (0, "refused")


def test_an_old_token(session, doubtful, notice, write, clock):
    mail = doubtful()
    clock.tick(days=31)
    forged = write("верно", In_Reply_To=notice(mail).message_id)
    assert (settled(session), detail(session, forged)) == (0, "срок ответа на уведомление истёк")


def test_a_service_that_slept_hears_what_came_in_time(session, doubtful, notice, write, clock):
    mail = doubtful()
    clock.tick(days=29)
    assert outcome(session, write("верно", In_Reply_To=notice(mail).message_id)) == "settled"


@pytest.mark.parametrize("sender", ["stranger@x.example", DEPUTY])
def test_another_sender(session, doubtful, notice, write, sender):
    mail = doubtful()
    forged = write("не готовы", sender=sender, In_Reply_To=notice(mail).message_id)
    assert (settled(session), outcome(session, forged)) == (0, "refused")
    assert "отправлено на другой адрес" in detail(session, forged)
    assert len(made(session, "refused")) == 2, "each officer is told once"


def test_another_sender_by_the_plus_address(session, doubtful, notice, write):
    token = tokens.find(notice(doubtful()).message_id)
    to = f"edo+{token.text}@adm.example"
    forged = write("не готовы", sender="stranger@x.example", to=to)
    assert (settled(session), outcome(session, forged)) == (0, "refused")


def test_one_who_is_no_officer_any_more(session, doubtful, notice, write, service, database):
    mail = doubtful()
    one = dataclasses.replace(CIRCULAR, officers=(DEPUTY,))
    object.__setattr__(service, "office", dataclasses.replace(service.office, circulars=(one,)))
    forged = write("верно", In_Reply_To=notice(mail).message_id)
    assert settled(session) == 0
    assert "нет среди сотрудников" in detail(session, forged)


def test_a_token_of_another_case(session, doubtful, notice, write):
    first, second = doubtful(), doubtful(raw=raw_mail("bor@mo.example"))
    mine, other = tokens.find(notice(first).message_id), tokens.find(notice(second).message_id)
    mixed = dataclasses.replace(mine, mail_id=other.mail_id)
    assert outcome(session, write("верно", In_Reply_To=f"<{mixed.text}@adm.example>")) == "refused"
    both = write(
        "верно",
        to=f"edo+{other.text}@adm.example",
        In_Reply_To=notice(first).message_id,
    )
    assert detail(session, both) == "в письме жетоны разных уведомлений"
    assert settled(session) == 0


def test_a_token_of_another_installation(session, doubtful, write):
    mail = doubtful()
    alien = tokens.issue(Secret("z" * 32), "n", (mail.id, 1), CHIEF, 2**31)
    forged = write("верно", In_Reply_To=f"<{alien.text}@adm.example>")
    assert (settled(session), outcome(session, forged)) == (0, "refused")


def test_a_token_serves_once(session, doubtful, notice, write):
    mail = doubtful()
    write("верно", In_Reply_To=notice(mail).message_id)
    again = write("не готовы", In_Reply_To=notice(mail).message_id)
    assert settled(session) == 1
    assert "уже решено: chief@adm.example" in detail(session, again)
    assert [letter.to_address for letter in made(session, "refused")] == [CHIEF]


def test_of_two_officers_the_first_word_counts(session, doubtful, notice, write):
    mail = doubtful()
    write("верно", In_Reply_To=notice(mail).message_id)
    late = write("не наше", sender=DEPUTY, In_Reply_To=notice(mail, DEPUTY).message_id)
    assert (settled(session), outcome(session, late)) == (1, "refused")
    assert session.scalars(select(Settlement.author)).all() == [CHIEF]


def test_a_flood_of_forged_mail_is_told_a_few_times(session, doubtful, write):
    doubtful()
    for _ in range(12):
        write("не готовы")
    assert settled(session) == 0
    assert len(made(session, "refused")) == 10, "five a day for each officer"


def test_what_looks_like_an_answer_from_an_officers_address_waits_for_a_person(session, write):
    text = (
        "Сообщаем, что администрация Луговского района готова к подключению к системе «Заря». "
        "Для обучения направляем Иванову Марию Петровну, программиста."
    )
    forged = write(text)
    assert settled(session) == 0
    row = next(r for m, r in queries.latest_readings(session) if m.id == forged)
    assert row.kind == "unrelated" or row.needs_review
    assert row.reply == "none"
    session.commit()
    assert made(session, "notice") == [], "an officer's own mail causes no notice"


# answers that are not understood


def test_what_is_not_understood_is_asked_back_once(session, doubtful, notice, write):
    mail = doubtful()
    first = write("верно, кроме даты", In_Reply_To=notice(mail).message_id)
    assert (settled(session), outcome(session, first)) == (0, "unclear")
    (asked,) = made(session, "unclear")
    text = text_of(parsed(asked.content))
    assert "— «верно, кроме даты»" in text
    write("хм", In_Reply_To=notice(mail).message_id)
    assert len(made(session, "unclear")) == 1


def test_the_letter_that_asks_back_is_answered_like_the_notice(session, doubtful, notice, write):
    mail = doubtful()
    write("почти готовы", In_Reply_To=notice(mail).message_id)
    (asked,) = made(session, "unclear")
    assert parsed(asked.content)["In-Reply-To"]
    assert outcome(session, write("готовы", In_Reply_To=asked.message_id)) == "settled"


# loops


def test_another_otklik_is_never_answered(session, doubtful, notice, write):
    mail = doubtful()
    other = write("верно", In_Reply_To=notice(mail).message_id, Auto_Submitted="auto-replied")
    assert (settled(session), outcome(session, other)) == (0, "ignored")
    assert made(session, "unclear") + made(session, "refused") == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Я в отпуске до 1 сентября. По срочным вопросам звоните.", id="out of office"),
        pytest.param("Ваша заявка № 4411 зарегистрирована.", id="ticket robot"),
        pytest.param("Спасибо за ваше письмо!", id="thanks for everything"),
    ],
)
def test_a_robot_that_says_nothing_of_itself_gets_one_letter(session, doubtful, write, text):
    doubtful()
    answered: set[int] = set()
    for _ in range(6):  # it answers each letter that reaches it
        fresh = [x for p in ("notice", "unclear", "refused") for x in made(session, p)]
        for letter in fresh:
            if letter.to_address == CHIEF and letter.id not in answered:
                answered.add(letter.id)
                write(text, In_Reply_To=letter.message_id)
    assert settled(session) == 0
    to_robot = [x.purpose for p in ("unclear", "refused") for x in made(session, p)]
    assert to_robot == ["unclear"], "one letter, besides the notice itself"


def test_a_robot_without_a_thread_gets_nothing(session, doubtful, write):
    doubtful()
    for _ in range(3):
        write("Ваша заявка № 4411 зарегистрирована.")
    assert made(session, "unclear") + made(session, "refused") == []
    assert len(made(session, "notice")) == 2


def test_a_robot_that_answers_refusals_is_silent_soon(session, doubtful, write):
    doubtful()
    write("верно")
    (first, _) = made(session, "refused")
    write("верно", In_Reply_To=first.message_id)
    assert len(made(session, "refused")) == 2


def test_a_clerk_who_gets_hold_of_a_notice_is_read_as_a_clerk(session, doubtful, notice, write):
    mail = doubtful()
    clerk = write("верно", sender="bor@mo.example", In_Reply_To=notice(mail).message_id)
    assert settled(session) == 0
    assert outcome(session, clerk) is None
