"""What a command of infra ends with when somebody has to do something."""


class DeployError(Exception):
    """The command cannot go on. The text says why and what to do; the class is its code."""

    @property
    def code(self) -> str:
        """The kind of problem, for scripts and searches."""
        return type(self).__name__
