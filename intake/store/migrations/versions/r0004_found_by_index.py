"""What a pass asks for is found by index, however many rows there are."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mail") as mail:
        # Every mail is asked about once more: the next pass finds out which need nothing.
        mail.add_column(
            sa.Column("reply_pending", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    with op.batch_alter_table("mail") as mail:
        mail.alter_column("reply_pending", server_default=None)
        mail.create_index("ix_mail_reply_pending", ["reply_pending", "id"])
    op.drop_index("ix_answer_standing", table_name="answer")
    op.create_index(
        "ix_answer_standing", "answer", ["circular", "recipient", "question", "accepted_at"]
    )
    op.create_index("ix_answer_by_officers", "answer", ["circular", "source", "recipient"])
    op.create_index("ix_letter_unfiled", "letter", ["state", "filed_at", "id"])
    op.drop_index("ix_letter_to_address", table_name="letter")
    op.create_index("ix_letter_to_address", "letter", ["to_address", "created_at"])
    op.create_index("ix_letter_circular", "letter", ["circular", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_letter_circular", table_name="letter")
    op.drop_index("ix_letter_to_address", table_name="letter")
    op.create_index("ix_letter_to_address", "letter", ["to_address"])
    op.drop_index("ix_letter_unfiled", table_name="letter")
    op.drop_index("ix_answer_by_officers", table_name="answer")
    op.drop_index("ix_answer_standing", table_name="answer")
    op.create_index("ix_answer_standing", "answer", ["circular", "recipient", "question", "id"])
    with op.batch_alter_table("mail") as mail:
        mail.drop_index("ix_mail_reply_pending")
        mail.drop_column("reply_pending")
