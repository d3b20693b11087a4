"""A Jupyter client without a screen, for the kernel's tests.

Starts a kernel from its kernelspec as Jupyter does and passes messages through, one JSON
object a line. In, `{"do": ...}`: "send" (channel, type, content, id), "interrupt",
"shutdown". Out: every message of the kernel, and `{"event": ...}` for what this program did.
Ends, and ends the kernel, when its standard input does.

    python3 kernelClient.py KERNEL_NAME
"""

import asyncio
import json
import sys
import time

from jupyter_client import AsyncKernelManager


def tell(**line):
    sys.stdout.write(json.dumps(line, default=str) + "\n")
    sys.stdout.flush()


async def listen(channel, get_message):
    while True:
        message = await get_message()
        tell(
            channel=channel,
            type=message["header"]["msg_type"],
            parent=message["parent_header"].get("msg_id"),
            parentType=message["parent_header"].get("msg_type"),
            content=message["content"],
        )


async def main(kernel_name):
    manager = AsyncKernelManager(kernel_name=kernel_name)
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    tell(event="started", pid=manager.provisioner.pid)
    listeners = [
        asyncio.ensure_future(listen("iopub", client.get_iopub_msg)),
        asyncio.ensure_future(listen("shell", client.get_shell_msg)),
        asyncio.ensure_future(listen("control", client.get_control_msg)),
    ]
    requests = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(requests), sys.stdin
    )
    try:
        while line := await requests.readline():
            request = json.loads(line)
            if request["do"] == "send":
                message = client.session.msg(request["type"], request["content"])
                message["msg_id"] = message["header"]["msg_id"] = request["id"]
                getattr(client, request["channel"] + "_channel").send(message)
            elif request["do"] == "interrupt":
                await manager.interrupt_kernel()
                tell(event="interrupted")
            elif request["do"] == "shutdown":
                began = time.monotonic()
                await manager.shutdown_kernel()
                tell(event="shut down", seconds=time.monotonic() - began)
    finally:
        for listener in listeners:
            listener.cancel()
        client.stop_channels()
        if await manager.is_alive():
            await manager.shutdown_kernel(now=True)


asyncio.run(main(sys.argv[1]))
