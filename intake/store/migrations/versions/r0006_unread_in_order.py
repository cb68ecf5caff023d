"""Which unread mails came before a mail is found by index."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_mail_state", table_name="mail")
    op.create_index("ix_mail_state", "mail", ["state", "id"])


def downgrade() -> None:
    op.drop_index("ix_mail_state", table_name="mail")
    op.create_index("ix_mail_state", "mail", ["state"])
