"""What a command says when it can't do what it was told."""


class CommandError(Exception):
    """A command can't be carried out; the text is for the user at the terminal.

    Parameters:
        text: what is wrong, and what to do.
        status: the exit status.
    """

    def __init__(self, text: str, status: int = 1) -> None:
        super().__init__(text)
        self.status = status
