"""Sends calls through LiteLLM's own Router, to servers on loopback that fail as asked.

Reads {"files": {NAME: TEXT}, "calls": [{"file", "called", "fails": {INDEX: FAILURE}}]} from
standard input, where INDEX counts the deployments of the file from 0; prints for each call
the indices that were asked, in order.
"""

import asyncio
import json
import logging
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
import litellm  # noqa: E402
import yaml  # noqa: E402

logging.disable(logging.CRITICAL)
litellm.suppress_debug_info = True
litellm.telemetry = False

LISTS = ("fallbacks", "default_fallbacks", "context_window_fallbacks", "content_policy_fallbacks")
WORDS = {
    "too-long": "This model's maximum context length is 10 tokens",
    "refused": "invalid_request_error content_policy_violation",
}
asked: list[int] = []
fails: dict[str, object] = {}


class Backend(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        at = body["model"].removeprefix("deployment-")
        asked.append(int(at))
        failure = fails.get(at)
        if failure is None:
            message = {"role": "assistant", "content": "ok"}
            choice = {"index": 0, "finish_reason": "stop", "message": message}
            usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
            answer = {"id": "x", "object": "chat.completion", "created": 1, "model": "x"}
            self.answer(200, {**answer, "choices": [choice], "usage": usage})
        else:
            code = {"too-long": "context_length_exceeded", "refused": "content_policy_violation"}
            error = {"message": WORDS.get(failure, "fails"), "code": code.get(failure)}
            status = 400 if failure in WORDS else failure
            self.answer(status, {"error": {**error, "type": "invalid_request_error"}})

    def answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def router(text, base):
    config = yaml.safe_load(text)
    models = config["model_list"]
    for at, model in enumerate(models):
        own = {"model": f"openai/deployment-{at}", "api_base": base, "api_key": "none"}
        model["litellm_params"].update(own)
    for key in LISTS:
        setattr(litellm, key, None)
    for key, value in (config.get("litellm_settings") or {}).items():
        setattr(litellm, key, value)
    return litellm.Router(model_list=models, **(config.get("router_settings") or {}))


async def call(text, base, one):
    asked.clear()
    fails.clear()
    fails.update(one["fails"])
    messages = [{"role": "user", "content": "hello"}]
    try:
        await router(text, base).acompletion(model=one["called"], messages=messages)
    except Exception:  # noqa: BLE001 - the call may fail as it was asked to
        pass
    return list(asked)


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Backend)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/v1"
    given = json.load(sys.stdin)
    files = given["files"]
    orders = [asyncio.run(call(files[one["file"]], base, one)) for one in given["calls"]]
    json.dump(orders, sys.stdout)


main()
