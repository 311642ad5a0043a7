"""The log refuses to be changed in the database itself, whoever asks. Used by the migration that makes the table."""

REFUSAL = "the audit log is only ever added to"


def audit_triggers(dialect_name: str) -> list[str]:
    """The statements that make UPDATE, DELETE and TRUNCATE of audit_entries fail, on sqlite or postgresql."""
    if dialect_name == "sqlite":
        return [
            f"CREATE TRIGGER audit_entries_no_{act.lower()} BEFORE {act} ON audit_entries"
            f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for act in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        "CREATE TRIGGER audit_entries_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()",
    ]


def drop_audit_triggers(dialect_name: str) -> list[str]:
    """The way back, for the migration's downgrade."""
    if dialect_name == "sqlite":
        return [f"DROP TRIGGER audit_entries_no_{act}" for act in ("update", "delete")]
    return ["DROP TRIGGER audit_entries_no_change ON audit_entries", "DROP FUNCTION refuse_audit_change()"]
