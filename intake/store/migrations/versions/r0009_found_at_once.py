"""Mails that wait for an officer are marked; whom a settled mail speaks for stands in a column."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_OPEN = """
    UPDATE mail SET review_pending = true WHERE EXISTS (
        SELECT 1 FROM reading WHERE reading.mail_id = mail.id AND reading.needs_review
        AND NOT EXISTS (
            SELECT 1 FROM reading AS newer
            WHERE newer.mail_id = reading.mail_id AND newer.id > reading.id
        )
    ) AND NOT EXISTS (SELECT 1 FROM settlement WHERE settlement.mail_id = mail.id)
"""


_SETTLEMENT = sa.table("settlement", sa.column("content", sa.JSON), sa.column("about", sa.Text))
_ABOUT = sa.func.coalesce(_SETTLEMENT.c.content["recipients"].as_string(), "[]")


def upgrade() -> None:
    op.add_column(
        "mail", sa.Column("review_pending", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.execute(_OPEN)
    op.create_index(
        "ix_mail_review_pending",
        "mail",
        ["id"],
        sqlite_where=sa.text("review_pending IS 1"),
        postgresql_where=sa.text("review_pending IS true"),
    )
    op.add_column("settlement", sa.Column("about", sa.Text(), nullable=False, server_default="[]"))
    op.execute(_SETTLEMENT.update().values(about=_ABOUT))
    op.create_index("ix_settlement_about", "settlement", ["circular", "about", "mail_id"])


def downgrade() -> None:
    op.drop_index("ix_settlement_about", table_name="settlement")
    with op.batch_alter_table("settlement") as settlement:
        settlement.drop_column("about")
    op.drop_index("ix_mail_review_pending", table_name="mail")
    with op.batch_alter_table("mail") as mail:
        mail.drop_column("review_pending")
