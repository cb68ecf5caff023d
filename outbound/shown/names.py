"""What kinds of mails, letters and their states are called, in Russian."""

from __future__ import annotations

from typing import Final

KINDS: Final = {
    "reply": "ответ",
    "auto_reply": "автоответ",
    "bounce": "возврат",
    "receipt": "уведомление о прочтении",
    "unrelated": "не относится к циркуляру",
}
PURPOSES: Final = {
    "circular": "циркуляр",
    "confirm": "подтверждение",
    "corrected": "исправленные сведения",
    "clarify": "запрос недостающего",
    "acknowledge": "«письмо получено»",
    "remind": "напоминание",
    "escalate": "кому позвонить",
    "trainees": "список группы",
    "invite": "приглашение",
    "summary": "сводка",
    "notice": "уведомление сотруднику",
    "unclear": "просьба сотруднику уточнить",
    "refused": "ответ сотрудника не принят",
    "alarm": "почта не проверяется",
    "alarm_over": "почта снова проверяется",
    "none": "никакого",
}
"""Of letters, in the order in which they are told of."""
STATES: Final = {
    "due": "ждёт отправки",
    "sending": "отправляется",
    "sent": "отправлено",
    "failed": "не удалось",
    "dropped": "не понадобилось",
}
"""Of letters."""
