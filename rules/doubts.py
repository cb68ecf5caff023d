"""The named doubts: one table, each with the Russian sentence that a person reads."""

from __future__ import annotations

from rules.model import Doubt

DOUBTS: dict[str, str] = {
    # who
    "unknown_recipient": "Не удалось установить, какой адресат отвечает",
    "ambiguous_recipient": "Письмо может относиться к нескольким адресатам",
    "unproven_sender": "Отправитель не подтверждён: его адреса нет в справочнике",
    "failed_authentication": "Почтовый сервер не подтвердил подлинность отправителя",
    "several_recipients": "Письмо отвечает за нескольких адресатов",
    "unknown_circular": "Не удалось установить, на какой циркуляр отвечает письмо",
    # what
    "unsure_kind": "Неясно, ответ ли это на циркуляр",
    "weak_readiness": "О готовности сказано неоднозначно",
    "contradictory_readiness": "В письме есть противоречащие друг другу сведения о готовности",
    "body_against_letter": "Сопроводительный текст расходится с приложенным письмом",
    "unclear_date": "Срок готовности указан неясно",
    "weak_nominee": "Неясно, предложен ли этот человек для обучения",
    "ambiguous_name": "Имя можно прочитать по-разному",
    "contradictory_nominees": "В письме названы разные кандидатуры",
    "incomplete_name": "Имя указано не полностью",
    "from_officer": "Письмо пришло с адреса сотрудника, а не адресата",
    "against_officer": "Письмо расходится с тем, что ранее внёс сотрудник",
    "unclear_amendment": "Неясно, что исправить в уже учтённом ответе",
    "asks_us": "В письме вопрос, на который должен ответить человек",
    # reading
    "unreadable_attachment": "Вложение не удалось прочитать",
    "unreadable_scan": "Вложение — изображение, и текст на нём не распознан",
    "encrypted_attachment": "Вложение зашифровано или защищено паролем",
    "weak_scan": "Текст скана распознан ненадёжно",
    "unreadable_text": "Кодировку текста не удалось определить",
    "too_large": "Письмо больше допустимого размера",
    "empty": "В письме нет собственного текста отправителя",
    "unreadable_mail": "Письмо не удалось разобрать",
    "automatic_header": "Ответ по существу, но письмо помечено как автоматическое",
}
"""Names are stable: they stand in the database and in `read --json`."""


def sentence(doubt: Doubt) -> str:
    """The doubt as a Russian sentence for the person who will look."""
    text = DOUBTS[doubt.name]
    return f"{text}: {doubt.detail}." if doubt.detail else f"{text}."
