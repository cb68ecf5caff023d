"""A purpose's few letters, those without a mail, and those that failed are found among many."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_letter_purpose", "letter", ["purpose", "circular"])
    op.create_index("ix_letter_unasked", "letter", ["circular", "mail_id"])
    op.create_index("ix_letter_of_state", "letter", ["circular", "state"])


def downgrade() -> None:
    op.drop_index("ix_letter_of_state", table_name="letter")
    op.drop_index("ix_letter_unasked", table_name="letter")
    op.drop_index("ix_letter_purpose", table_name="letter")
