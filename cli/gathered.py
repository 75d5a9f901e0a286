"""Options that several commands share, gathered into one value before the command sees them."""

import inspect
from collections.abc import Callable
from functools import wraps


def gathers(
    name: str, build: Callable, *, without: tuple[str, ...] = ()
) -> Callable[[Callable], Callable]:
    """Give a command the options of a function, and what that function makes of them.

    Args:
        name: The parameter of the command that takes the value.
        build: Its parameters are the options, in Typer's way; it returns the value.
        without: Options that this command does not take; they keep their defaults.
    """
    shared = {
        each: parameter
        for each, parameter in inspect.signature(build).parameters.items()
        if each not in without
    }

    def decorate(command: Callable) -> Callable:
        signature = inspect.signature(command)
        own = [each for each in signature.parameters.values() if each.name != name]

        @wraps(command)
        def gathered(**given: object) -> object:
            options = {each: given.pop(each) for each in shared}
            return command(**{name: build(**options)}, **given)

        # Typer reads options off the signature and the annotations; all are keywords to it.
        parameters = [
            parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            for parameter in (*own, *shared.values())
        ]
        gathered.__annotations__ = {each.name: each.annotation for each in parameters}
        gathered.__signature__ = inspect.Signature(parameters)  # pyright: ignore[reportAttributeAccessIssue]
        return gathered

    return decorate
