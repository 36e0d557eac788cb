"""A small service on loopback: answers calls by calling what it needs, and counts who calls
whom as OpenTelemetry's service graph does.

python3 traffic_service.py NAME PORT [CALLEE=PORT ...] [fails]
"""

import collections
import http.server
import sys
import threading
import urllib.request

NAME, PORT = sys.argv[1], int(sys.argv[2])
FAILS = "fails" in sys.argv[3:]
CALLEES = dict(one.split("=") for one in sys.argv[3:] if "=" in one)
COUNTS = collections.Counter()
LOCK = threading.Lock()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/metrics":
            return self.answer(200, metrics())
        for callee, port in CALLEES.items():
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/call", timeout=5).read()
                failed = False
            except OSError:
                failed = True
            with LOCK:
                COUNTS[callee, "request_total"] += 1
                COUNTS[callee, "request_failed_total"] += failed
        self.answer(500 if FAILS else 200, "")

    def answer(self, status, text):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


def metrics():
    with LOCK:
        counts = sorted(COUNTS.items())
    lines = [
        f'traces_service_graph_{kind}{{client="{NAME}",server="{callee}",connection_type=""}} {count}'
        for (callee, kind), count in counts
    ]
    return "\n".join(lines) + "\n"


http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Handler).serve_forever()
