"""Run by the peer's own Python: django-helpdesk's `get_email` makes tickets and notifies."""

import json
import logging
import sys
import time

import django
from django.conf import settings

PORT, USER, PASSWORD, SINK, FOLDER = sys.argv[1:]


def configure():
    """Settings as its documentation has them, letters to the sink."""
    settings.configure(
        SECRET_KEY="bench",
        ROOT_URLCONF=__name__,
        SITE_ID=1,
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
            "django.contrib.sites", "django.contrib.messages", "django.contrib.admin",
            "django.contrib.humanize", "bootstrap4form", "rest_framework", "helpdesk",
        ],
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
            "OPTIONS": {"context_processors": [
                "django.contrib.auth.context_processors.auth",
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]},
        }],
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{FOLDER}/db.sqlite3"}
        },
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        MEDIA_ROOT=f"{FOLDER}/media",
        USE_TZ=True,
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=int(SINK),
        HELPDESK_TEAMS_MODE_ENABLED=False,
        HELPDESK_ACTIVATE_API_ENDPOINT=False,
        LOGGING_CONFIG=None,
    )  # fmt: skip


def main():
    """Take in, print the time as JSON."""
    configure()
    django.setup()
    logging.disable(logging.CRITICAL)
    from django.core.management import call_command
    from django.urls import include, path
    from helpdesk.email import process_email
    from helpdesk.models import FollowUp, Queue, Ticket

    globals()["urlpatterns"] = [path("", include("helpdesk.urls", namespace="helpdesk"))]
    call_command("migrate", verbosity=0)
    call_command("loaddata", "emailtemplate.json", verbosity=0)
    Queue.objects.create(
        title="Bench", slug="bench", email_address="edo@astrobl.example",
        allow_public_submission=True,
        allow_email_submission=True, email_box_type="imap", email_box_host="localhost",
        email_box_port=int(PORT), email_box_user=USER, email_box_pass=PASSWORD,
        email_box_imap_folder="INBOX", email_box_interval=0, logging_type="none",
        enable_notifications_on_email_events=True,
    )  # fmt: skip
    began = time.perf_counter()
    process_email()
    seconds = time.perf_counter() - began
    told = {"fetched": Ticket.objects.count(), "follow_ups": FollowUp.objects.count()}
    print(json.dumps({"seconds": seconds, **told}))


if __name__ == "__main__":
    main()
