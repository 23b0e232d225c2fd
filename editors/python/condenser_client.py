"""A Condenser client: asks a question, then a follow-up whose answer it cancels."""
import json, os, sys, uuid
from subprocess import PIPE, Popen

BUNDLE = os.path.join(os.path.dirname(__file__), "..", "..", "sidecar", "dist", "condenser.mjs")
sidecar = Popen(["node", BUNDLE, "stdio"], stdin=PIPE, stdout=PIPE)

def send(method, params, **more):
    body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
    sidecar.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    sidecar.stdin.flush()

def receive():
    for line in iter(sidecar.stdout.readline, b""):
        name, _, value = line.strip().partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        elif not name:
            return json.loads(sidecar.stdout.read(length))
    sys.exit("The sidecar exited.")

def request(method, params, cancel_early=False):
    request_id = str(uuid.uuid4())
    send(method, params, id=request_id)
    while True:  # Notifications and other responses may arrive first.
        message = receive()
        if message.get("method") == "chat/event":
            event = message["params"]
            print(event["kind"], json.dumps(event), flush=True)
            if cancel_early and event["kind"] == "delta" and event["offset"] == 0:
                turn = {"conversationId": event["conversationId"], "turnId": event["turnId"]}
                send("chat/cancel", turn, id=str(uuid.uuid4()))
        elif message.get("id") == request_id:
            print(method, json.dumps(message.get("result", message.get("error"))), flush=True)
            return message["result"]

def ask(text, cancel_early=False, **more):
    turn = {"clientTurnId": str(uuid.uuid4()), "text": text, **more}
    return request("chat/send", turn, cancel_early)

request("initialize", {"protocolVersion": 1, "clientInfo": {"name": "condenser_client.py"}})
send("initialized", {})
first = ask("What is a closure?")
ask("And in Python?", cancel_early=True, conversationId=first["conversationId"])
request("shutdown", {})
send("exit", {})
sys.exit(sidecar.wait())
