"""A read-only server for language models (Model Context Protocol) over standard input and output.

The official SDK (``mcp``, MIT) speaks the protocol and is an extra: ``pip install "forderungsgraph[mcp]"``.
Queries run in the same killable processes and under the same limits as the web service's.
"""

from __future__ import annotations

import asyncio
import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from . import __version__
from .errors import ForderungsgraphError, ServiceError
from .iri import PREFIXES
from .query import library
from .release import Release
from .store import EmbeddedStore, WorkerPool
from .toolbox import OUTPUT, Toolbox

if TYPE_CHECKING:
    from mcp.server import Server

_INSTRUCTIONS: Final = (
    "Forderungen kommunaler Verbände zur digitalen Verwaltung: wer was von wem fordert, zu welchem Gesetz und "
    "Basisdienst, mit wörtlicher Fundstelle. Zuerst eine gespeicherte Abfrage nehmen; Schlüssel findet "
    "„schluessel“. Fehlt ein Stand, hat niemand nachgesehen; das heißt nicht, dass nichts geschah. "
    "Demands of Germany's municipal associations: prefer the saved queries, find keys with “schluessel”. "
    "A missing status means that nobody has looked, not that nothing happened."
)


def serve(release: Path) -> None:
    """Serve a release until the client closes standard input.

    :raises ReleaseError: if the folder is not a readable release
    :raises ServiceError: if the SDK is not installed
    """
    opened = Release.open(release)
    stdio = _sdk()
    load = functools.partial(
        EmbeddedStore.of_release, opened.folder, prefixes=dict(PREFIXES), base=opened.base
    )
    pool = WorkerPool(load)
    try:
        toolbox = Toolbox(pool, library(), opened.base, opened.version)
        asyncio.run(_run(make_server(toolbox), stdio))
    finally:
        pool.close()


def make_server(toolbox: Toolbox) -> Server[Any]:
    """Return a server that offers the tools of a toolbox."""
    import mcp_types as types
    from mcp.server import Server

    offered = [
        types.Tool(
            name=tool.name,
            title=tool.title,
            description=tool.description,
            input_schema=dict(tool.schema),
            output_schema=dict(OUTPUT),
            annotations=types.ToolAnnotations(
                title=tool.title,
                read_only_hint=True,
                destructive_hint=False,
                idempotent_hint=True,
                open_world_hint=False,
            ),
        )
        for tool in toolbox.tools()
    ]

    async def list_tools(_context: object, _params: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=offered)

    async def call_tool(_context: object, params: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            found = await asyncio.to_thread(toolbox.call, params.name, params.arguments or {})
        except ForderungsgraphError as error:
            # inside the result, so that the model sees it and can try again
            return types.CallToolResult(content=[types.TextContent(text=str(error))], is_error=True)
        text = json.dumps(found, ensure_ascii=False)
        return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=found)

    return Server(
        "forderungsgraph",
        version=__version__,
        title="Forderungsgraph",
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _sdk() -> Any:
    try:
        from mcp.server.stdio import stdio_server
    except ImportError:
        raise ServiceError(
            "Das Paket mcp fehlt", hint='pip install "forderungsgraph[mcp]" installiert es'
        ) from None
    return stdio_server


async def _run(server: Server[Any], stdio: Any) -> None:
    async with stdio() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())
