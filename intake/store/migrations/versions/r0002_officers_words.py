"""Officers' words on mails, and the mails that carry them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "settlement",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=True),
        sa.Column("circular", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("answer_mail_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_settlement_mail_id_mail")),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["reading.id"], name=op.f("fk_settlement_reading_id_reading")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["letter.id"], name=op.f("fk_settlement_notice_id_letter")
        ),
        sa.ForeignKeyConstraint(
            ["answer_mail_id"], ["mail.id"], name=op.f("fk_settlement_answer_mail_id_mail")
        ),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_settlement")),
    )
    op.create_table(
        "officer_mail",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["mail.id"], name=op.f("fk_officer_mail_mail_id_mail")
        ),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_officer_mail")),
    )
    op.create_index(op.f("ix_officer_mail_outcome"), "officer_mail", ["outcome"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_officer_mail_outcome"), table_name="officer_mail")
    op.drop_table("officer_mail")
    op.drop_table("settlement")
