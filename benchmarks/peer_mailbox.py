"""Run by the peer's own Python: django-mailbox takes one mailbox in, and stores it."""

import json
import logging
import sys
import time

import django
from django.conf import settings

PORT, USER, PASSWORD, _SINK, FOLDER = sys.argv[1:]


def main():
    """Take in, print the time as JSON."""
    settings.configure(
        INSTALLED_APPS=["django_mailbox"],
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{FOLDER}/db.sqlite3"}
        },
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        MEDIA_ROOT=f"{FOLDER}/media",
        USE_TZ=True,
    )
    django.setup()
    logging.disable(logging.CRITICAL)
    from django.core.management import call_command
    from django_mailbox.models import Mailbox, Message

    call_command("migrate", verbosity=0)
    mailbox = Mailbox.objects.create(
        name="bench", uri=f"imap://{USER}:{PASSWORD}@localhost:{PORT}?archive=Archive"
    )
    began = time.perf_counter()
    for _ in mailbox.get_new_mail():
        pass
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "fetched": Message.objects.count()}))


if __name__ == "__main__":
    main()
