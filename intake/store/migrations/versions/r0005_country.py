"""Where each of twenty thousand recipients stands is found by index."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_reading_circular", table_name="reading")
    op.create_index("ix_reading_recipient", "reading", ["circular", "recipient", "mail_id"])
    op.create_index("ix_reading_review", "reading", ["needs_review", "mail_id"])
    op.create_index("ix_letter_recipient", "letter", ["circular", "recipient", "sent_at"])


def downgrade() -> None:
    op.drop_index("ix_letter_recipient", table_name="letter")
    op.drop_index("ix_reading_review", table_name="reading")
    op.drop_index("ix_reading_recipient", table_name="reading")
    op.create_index("ix_reading_circular", "reading", ["circular"])
