"""The token in a letter's Message-ID and reply address: it proves the thread, or a person looks."""

from __future__ import annotations

import pytest

from intake import thread_tokens
from intake.secrets import Secret
from rules.model import Mail
from tests.messages import text_of
from tests.outbound.correspondence import BOTH, CHIEF, CIRCULAR, CLERK, KEY, Post

PRIVATE = "masha-1987@webmail.example"
NAMELESS = "К подключению готовы. На обучение едет Сагитова Айгуль Марсовна, программист, 5-71-00."


@pytest.fixture
def post(database) -> Post:
    post = Post(database, plus_address=True)
    post.ask()
    return post


def reply_address(post: Post) -> str:
    return str(post.to(CLERK)[0]["Reply-To"].addresses[0].addr_spec)


def doubts(post: Post) -> str:
    letters = post.to(CHIEF)
    return text_of(letters[-1]) if letters else ""


def test_each_recipient_has_a_reply_address_of_its_own(post):
    addresses = {
        str(letter["Reply-To"].addresses[0].addr_spec)
        for r in CIRCULAR.recipients
        for letter in post.to(r.addresses[0])
    }
    assert len(addresses) == len(CIRCULAR.recipients)
    assert all(address.startswith("edo+c.0.") for address in addresses)
    assert all(len(address.partition("@")[0]) <= 64 for address in addresses)


def test_the_reply_address_proves_an_unknown_sender(post):
    post.comes(NAMELESS, sender=PRIVATE, To=reply_address(post))
    assert post.line().state == "settled"
    assert doubts(post) == ""
    assert post.purposes(PRIVATE) == ["confirm"]


def test_without_plus_addresses_the_message_id_proves_it(database):
    post = Post(database)
    post.ask()
    assert post.last()["Reply-To"] is None
    assert thread_tokens.find(str(post.last()["Message-ID"])) is not None
    post.comes(NAMELESS, post.last(), sender=PRIVATE)
    assert post.line().state == "settled"


def test_the_message_id_proves_it_even_where_the_letter_is_not_in_the_store(post):
    token = thread_tokens.issue(KEY, CIRCULAR.number, "stepnovsky", 7, 2_000_000_000)
    post.comes(NAMELESS, sender=PRIVATE, In_Reply_To=f"<{token.text}@oblast.example>")
    assert post.line("stepnovsky").state == "settled"


def test_a_stranger_without_a_token_goes_to_a_person(post):
    post.comes(NAMELESS, sender=PRIVATE)
    assert post.line().state == "asked"
    assert doubts(post) != ""


def _with(address: str, mark: str) -> str:
    return address[: address.index("@") - 26] + mark + address[address.index("@") :]


def test_a_forged_token_proves_nothing(post):
    post.comes(NAMELESS, sender=PRIVATE, To=_with(reply_address(post), "a" * 26))
    assert post.line().state == "asked"
    assert "выдан не нами" in doubts(post)


def test_a_forged_token_makes_even_a_plain_statement_doubtful(post):
    forged = _with(reply_address(post), "a" * 26)
    post.comes("Степновский район. " + NAMELESS, sender=PRIVATE, To=forged)
    assert post.answers("stepnovsky") == {}
    assert "выдан не нами" in doubts(post)


def test_a_token_of_another_installation_proves_nothing(post):
    other = Secret("the key of another installation")
    token = thread_tokens.issue(other, CIRCULAR.number, "ozersky", 0, 2_000_000_000)
    post.comes(NAMELESS, sender=PRIVATE, To=f"edo+{token.text}@oblast.example")
    assert post.answers() == {}


def test_an_expired_token_proves_nothing(post):
    post.clock.tick(days=400)
    post.comes(NAMELESS, sender=PRIVATE, To=reply_address(post))
    assert post.answers() == {}
    assert "истёк" in doubts(post)


def test_the_end_of_its_time_cannot_be_put_off(post):
    head, _, rest = reply_address(post).partition("+c.0.")
    expires, mark = rest.split(".", 1)
    post.clock.tick(days=400)
    post.comes(NAMELESS, sender=PRIVATE, To=f"{head}+c.0.{int(expires) + 10**8}.{mark}")
    assert post.answers() == {}


def test_a_known_sender_needs_no_token(post):
    post.clock.tick(days=400)
    post.comes(BOTH, sender=CLERK, To=reply_address(post))
    assert post.line().state == "settled"


def test_a_known_sender_with_another_recipient_s_token_goes_to_a_person(post):
    post.comes(NAMELESS, sender="stepnoe@mo.oblast.example", To=reply_address(post))
    assert post.answers() == {}
    assert post.answers("stepnovsky") == {}
    assert "Письмо может относиться к нескольким адресатам" in doubts(post)


def test_words_for_one_recipient_under_the_token_of_another_go_to_a_person(post):
    text = "Администрация Степновского района сообщает. " + NAMELESS
    post.comes(text, sender=PRIVATE, To=reply_address(post))
    assert post.answers() == {}
    assert post.answers("stepnovsky") == {}


def test_a_mail_with_many_references_is_looked_at_in_bounds():
    many = Mail(references=tuple(f"<c.0.1.{'a' * 26}@x{n}.example>" for n in range(5_000)))
    found = thread_tokens.threads(many, KEY, [CIRCULAR], None)
    assert len(found) <= 20
