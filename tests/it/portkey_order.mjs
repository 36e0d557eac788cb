// Sends calls through Portkey's own gateway, to servers on loopback that fail as asked.
//
// Reads {"package": FOLDER, "calls": [{"config", "fails": {NAME: STATUS}}]} from standard
// input; a target without targets is called by its name. Prints for each call the names
// that were asked, in order.

import { spawn } from "node:child_process";
import http from "node:http";
import path from "node:path";

const read = async () => {
  let text = "";
  for await (const part of process.stdin) text += part;
  return JSON.parse(text);
};
const listen = (handler) =>
  new Promise((done) => {
    const server = http.createServer(handler);
    server.listen(0, "127.0.0.1", () => done(server));
  });

const given = await read();
let asked = [];
let fails = {};
const answer = (name) => (request, response) => {
  request.resume();
  request.on("end", () => {
    asked.push(name);
    const status = fails[name] ?? 200;
    const body = status === 200
      ? { id: name, object: "chat.completion", created: 1, model: "m",
          choices: [{ index: 0, message: { role: "assistant", content: name }, finish_reason: "stop" }] }
      : { error: { message: "asked to fail", type: "x", code: "x" } };
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  });
};

const servers = new Map();
const called = async (target) => {
  if (target.targets) return { ...target, targets: await Promise.all(target.targets.map(called)) };
  if (!servers.has(target.name)) servers.set(target.name, listen(answer(target.name)));
  const { port } = (await servers.get(target.name)).address();
  return { ...target, api_key: "k", custom_host: `http://127.0.0.1:${port}/v1` };
};

const free = await listen(() => {});
const { port } = free.address();
free.close();
const program = path.join(given.package, "build", "start-server.js");
const gateway = spawn(process.execPath, [program, "--headless", `--port=${port}`], { stdio: "ignore" });
const address = `http://127.0.0.1:${port}`;
for (let tries = 0; ; tries += 1) {
  try {
    await fetch(address);
    break;
  } catch (error) {
    if (tries === 200) throw error;
    await new Promise((done) => setTimeout(done, 50));
  }
}

const orders = [];
for (const call of given.calls) {
  const config = await called(call.config);
  fails = call.fails;
  asked = [];
  const response = await fetch(`${address}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-portkey-config": JSON.stringify(config) },
    body: JSON.stringify({ model: "m", messages: [{ role: "user", content: "x" }] }),
  });
  await response.text();
  orders.push(asked);
}
gateway.kill();
for (const server of servers.values()) {
  const one = await server;
  one.closeAllConnections();
  one.close();
}
console.log(JSON.stringify(orders));
