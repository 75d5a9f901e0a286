"""Options that choose taggers, the same in every command that takes them."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ..exceptions import UsageError
from .gathered import gathers
from .options import DEFAULT_RUNS, DeviceOption, RunsOption

if TYPE_CHECKING:
    from ..taggers.levels import LevelChoice

LevelName = Literal["fast", "accurate", "llm"]

TAGGERS, SERVER = "Taggers", "A language model's server (--level llm)"
DEFAULT_KEY_VARIABLE = "OPENAI_API_KEY"

CategoryOption = Annotated[
    list[str] | None,
    typer.Option(
        "--category",
        metavar="NAME",
        help="Only this category; repeatable. Default: all.",
        show_default=False,
        rich_help_panel=TAGGERS,
    ),
]
LevelOption = Annotated[
    LevelName,
    typer.Option(
        "--level",
        help="fast: those installed; accurate: encoders from train-tagger; llm: a server of yours.",
        rich_help_panel=TAGGERS,
    ),
]
TaggerOption = Annotated[
    list[str] | None,
    typer.Option(
        "--tagger",
        metavar="MODULE:CLASS",
        help="A tagger of your own, as package.module:Class; repeatable.",
        show_default=False,
        rich_help_panel=TAGGERS,
    ),
]
EndpointOption = Annotated[
    str | None,
    typer.Option(
        "--endpoint",
        metavar="URL",
        help="OpenAI-compatible server, such as http://localhost:8000/v1. The texts go there.",
        show_default=False,
        rich_help_panel=SERVER,
    ),
]
LlmModelOption = Annotated[
    str | None,
    typer.Option(
        "--llm-model",
        metavar="NAME",
        help="The model to ask.",
        show_default=False,
        rich_help_panel=SERVER,
    ),
]
KeyVariableOption = Annotated[
    str | None,
    typer.Option(
        "--api-key-env",
        metavar="VARIABLE",
        help=f"Environment variable that holds the key. Default: {DEFAULT_KEY_VARIABLE}, "
        "where it is set.",
        show_default=False,
        rich_help_panel=SERVER,
    ),
]
RateOption = Annotated[
    float,
    typer.Option(
        "--requests-per-minute", min=0.1, help="Most requests a minute.", rich_help_panel=SERVER
    ),
]
TimeoutOption = Annotated[
    float,
    typer.Option(
        "--request-timeout", min=1, help="Seconds to wait for an answer.", rich_help_panel=SERVER
    ),
]
MostRequestsOption = Annotated[
    int,
    typer.Option(
        "--max-requests", min=1, help="Refuse or stop beyond so many.", rich_help_panel=SERVER
    ),
]
YesOption = Annotated[
    bool,
    typer.Option("--yes", help="Send without being asked once more.", rich_help_panel=SERVER),
]


def _choice(
    level: LevelOption = "fast",
    tagger: TaggerOption = None,
    runs: RunsOption = DEFAULT_RUNS,
    device: DeviceOption = "auto",
    endpoint: EndpointOption = None,
    llm_model: LlmModelOption = None,
    api_key_env: KeyVariableOption = None,
    requests_per_minute: RateOption = 60.0,
    request_timeout: TimeoutOption = 120.0,
    max_requests: MostRequestsOption = 1_000,
) -> "LevelChoice":
    from ..taggers.levels import LevelChoice
    from ..taggers.llm.settings import LlmSettings

    llm = None
    if endpoint is not None or llm_model is not None:
        if not endpoint or not llm_model:
            raise UsageError("--endpoint URL and --llm-model NAME belong together: give both")
        llm = LlmSettings(
            endpoint=endpoint,
            model=llm_model,
            key=_key(api_key_env),
            requests_per_minute=requests_per_minute,
            timeout=request_timeout,
            max_requests=max_requests,
            cache=runs,
        )
    return LevelChoice(level, tuple(tagger or ()), runs, device, llm)


def takes_taggers() -> Callable[[Callable], Callable]:
    """Give a command the options of a `LevelChoice`, handed to it as ``choice``."""
    return gathers("choice", _choice)


def _key(variable: str | None) -> str | None:
    """The key, which is never stored or printed; None where a server may need none."""
    key = os.environ.get(variable or DEFAULT_KEY_VARIABLE, "").strip()
    if not key and variable is not None:
        raise UsageError(f"--api-key-env {variable}: the environment variable is not set")
    return key or None
