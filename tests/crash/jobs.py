"""The commands that are killed."""

from tests.crash.scene import MAILS
from tests.crash.sweep import Job

JOBS = (
    Job("poll", "poll", MAILS),
    Job("poll, uncertain held", "poll", MAILS[:2], uncertain="hold"),
    Job("send-circular", "send-circular", sent=False),
)
