"""A number that grows with every change of what may be shared, so that a check knows whether it is still current."""

from sqlalchemy.orm import Session

from assistant.store.tables.sharing import SharingStateRow


def bump(session: Session) -> int:
    """Count one more change; call it in the transaction of the change itself."""
    row = session.get(SharingStateRow, 1, with_for_update=True)
    if row is None:
        row = SharingStateRow(id=1, revision=0)
        session.add(row)
    row.revision += 1
    return row.revision


def current(session: Session) -> int:
    row = session.get(SharingStateRow, 1)
    return 0 if row is None else row.revision
