"""The circular where it comes back: to the next address, once; told in matrix and summary."""

from __future__ import annotations

import dataclasses

import pytest

from outbound.campaign.delivery import Fate
from outbound.overview import summary
from tests.outbound.correspondence import BOTH, CIRCULAR, CLERK, ELSEWHERE, Post, at, bounce


@pytest.fixture
def post(database) -> Post:
    post = Post(database)
    post.ask()
    return post


def came_back(post: Post, address: str = CLERK, status: str = "5.1.1") -> None:
    post.delivers(bounce(address, str(post.to(address)[-1]["Message-ID"]), status=status))
    post.poll()


def summarised(post: Post) -> str:
    with post.database.session() as session:
        found = summary.summarise(session, CIRCULAR, post.clock())
    return "\n".join(summary.render(found, post.office))


def test_it_goes_to_the_next_address_once(post):
    assert post.to(ELSEWHERE) == []
    came_back(post)
    first, again = post.last(CLERK), post.last(ELSEWHERE)
    assert post.purposes(ELSEWHERE) == ["circular"]
    assert first["Message-ID"] != again["Message-ID"]
    assert first["Subject"] == again["Subject"]
    for _ in range(3):
        post.poll()
    assert len(post.to(ELSEWHERE)) == 1
    assert len(post.to(CLERK)) == 1


def test_matrix_and_summary_tell_of_it(post):
    came_back(post)
    line = post.line()
    assert line.state == "asked"
    assert line.state_words == "ответа нет, отправлено ещё раз"
    assert [one.fate for one in line.deliveries] == [Fate.RETURNED, Fate.SENT]
    told = summarised(post)
    assert "ЧТО НЕ ДОСТАВЛЕНО" in told
    assert f"Вернулось: {CLERK}: " in told
    assert f"Отправлено ещё раз: {ELSEWHERE}" in told


def test_where_every_address_refuses_a_person_calls(post):
    came_back(post)
    came_back(post, ELSEWHERE)
    post.poll()
    assert post.line().state == "bounced"
    assert post.line().to_do.startswith(f"Позвонить и узнать верный адрес: {ELSEWHERE}")
    assert len(post.to(CLERK)) + len(post.to(ELSEWHERE)) == 2


def test_a_temporary_trouble_waits(post):
    came_back(post, status="4.2.2")
    assert post.to(ELSEWHERE) == []
    assert post.line().state == "asked"
    assert [one.fate for one in post.line().deliveries] == [Fate.DELAYED]
    assert "Доставка задерживается" in summarised(post)


def test_one_who_has_answered_is_not_asked_again(post):
    post.comes(BOTH, post.last())
    came_back(post)
    assert post.to(ELSEWHERE) == []
    assert post.line().returned == ()


def test_an_answer_from_the_next_address_is_its_recipient_s(post):
    came_back(post)
    post.comes(BOTH, post.last(ELSEWHERE), sender=ELSEWHERE)
    assert post.line().state == "settled"
    assert post.purposes(ELSEWHERE) == ["circular", "confirm"]


def test_reminders_go_to_the_address_that_works(post):
    came_back(post)
    post.poll(at(19))
    assert post.purposes(ELSEWHERE) == ["circular", "remind"]
    assert post.last(ELSEWHERE)["In-Reply-To"] == post.to(ELSEWHERE)[0]["Message-ID"]


def test_the_others_are_not_written_to_again(post):
    before = len(post.sender.carried)
    came_back(post)
    assert len(post.sender.carried) == before + 1


def test_a_circular_of_one_address_has_no_next(database):
    alone = dataclasses.replace(CIRCULAR.recipients[0], addresses=(CLERK,))
    post = Post(database, circular=dataclasses.replace(CIRCULAR, recipients=(alone,)))
    post.ask()
    came_back(post)
    assert len(post.sender.carried) == 1
    assert post.line().state == "bounced"
