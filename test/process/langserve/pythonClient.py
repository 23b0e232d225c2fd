"""Asks a chain by everything that RemoteRunnable of Python has; prints what came as one JSON."""

import asyncio
import json
import sys

import httpx
from langserve import RemoteRunnable

url, question, follow_up = sys.argv[1:4]
chain = RemoteRunnable(url)
first = {"chat_history": [], "question": question}
second = {"chat_history": [(question, "an answer")], "question": follow_up}


def text_of(chunk):
    """The text of a chunk: of a message, of a generation, or the chunk itself."""
    return getattr(chunk, "content", getattr(chunk, "text", chunk))


async def events(version):
    found = []
    async for event in chain.astream_events(second, version=version):
        data = {key: text_of(value) for key, value in event["data"].items()}
        found.append({"event": event["event"], "name": event["name"], "data": data})
    return found


async def asynchronous():
    log = None
    async for patch in chain.astream_log(second):
        log = patch if log is None else log + patch
    return {
        "ainvoke": await chain.ainvoke(second),
        "abatch": await chain.abatch([first, second]),
        "astream": [chunk async for chunk in chain.astream(second)],
        "streamed": log.state["streamed_output"],
        "final": log.state["final_output"],
        "logs": sorted(log.state["logs"]),
        "v1": await events("v1"),
        "v2": await events("v2"),
    }


def refused():
    try:
        chain.invoke({"question": question})
    except httpx.HTTPStatusError as error:
        return [error.response.status_code, error.response.json()["detail"]]
    return None


def left():
    """Takes one chunk and goes."""
    stream = chain.stream(first)
    chunk = next(stream)
    stream.close()
    return chunk


results = {
    "invoke": chain.invoke(second, config={"tags": ["t"], "metadata": {"a": 1}}),
    "batch": chain.batch([first, second]),
    "stream": list(chain.stream(second)),
    "refused": refused(),
    **asyncio.run(asynchronous()),
    "left": left(),
}
print(json.dumps(results, default=str))
