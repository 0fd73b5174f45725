"""Ids in the lines of a log: whose session, and whose browser.

Knows: which attributes log records get. Must not know: how lines are written, or what they say.
"""

import logging

from .. import _context as context

SESSION = "pgwidgets_session"
BROWSER = "pgwidgets_browser"
ADDRESS = "pgwidgets_address"


class LogFields(logging.Filter):
    """Gives every log record the ids of the session and the browser that it is about.

    To be added to a handler of :mod:`logging`: ``handler.addFilter(LogFields())``. pgwidgets' own
    records that are about a session, a browser or a peer have these attributes by themselves; this
    gives them to all others, too, such as those of the program's handlers. Where there is none, it
    is None, so that a format may name it::

        logging.Formatter("%(asctime)s %(pgwidgets_session)s %(pgwidgets_browser)s %(message)s")

    No record has a session's token.

    Attributes of records:
        pgwidgets_session: the session's id.
        pgwidgets_browser: the browser's id, as :attr:`BrowserStats.id` has it.
        pgwidgets_address: the browser's address.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Complete a record; it is always written."""
        link = context.asker.get()
        session = context.handled_session.get()
        own = record.__dict__
        own.setdefault(SESSION, link.session.id if link is not None else session)
        own.setdefault(BROWSER, None if link is None else link.id)
        own.setdefault(ADDRESS, None if link is None else link.browser.address)
        return True
