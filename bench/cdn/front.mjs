/**
 * The site and the APIs of a dev server as CloudFront and API Gateway serve them: by HTTP/2 over TLS,
 * which is the only way in which browsers speak it.
 *
 *     node front.mjs KEY CHAIN ORIGIN...
 *
 * It prints an address for each origin on a line of its own, and ends when its standard input does.
 * What is said of the origins behind it, in headers and in config.json, it says of itself. Files of
 * the first origin, the site, it keeps from their first visit on, as an edge does.
 */

import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { createSecureServer } from "node:http2";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import process from "node:process";
import { URL } from "node:url";

const [, , key, chain, ...origins] = process.argv;
const tls = { key: readFileSync(key), cert: readFileSync(chain), allowHTTP1: true, noDelay: true };
const agent = new Agent({ keepAlive: true });
/** Of one connection (RFC 9113, section 8.2.2), not of the answer. */
const HOP = ["connection", "keep-alive", "transfer-encoding", "upgrade", "content-length"];
/** One fits into a packet, as servers for slow lines send them. */
const RECORD_BYTES = 1_300;
/** [behind, in front], sockets too. */
const names = [];
/** Files of the site, by their path. */
const kept = new Map();

const outward = (text) => names.reduce((said, [inner, outer]) => said.replaceAll(inner, outer), text);
const inward = (text) => names.reduce((said, [inner, outer]) => said.replaceAll(outer, inner), text);

/** Headers as they go on, each value said in the names of the other side. */
function translated(headers, say) {
  const ours = Object.entries(headers).filter(([name]) => !name.startsWith(":") && !HOP.includes(name));
  return Object.fromEntries(ours.map(([name, value]) => [name, [value].flat().map(say).join(", ")]));
}

function serve(origin, asked, response) {
  const { url, method } = asked;
  const headers = { ...translated(asked.headers, inward), host: origin.host };
  if (asked.headers["content-length"]) {
    headers["content-length"] = asked.headers["content-length"];
  }
  const asking = request({ agent, host: origin.hostname, port: origin.port, path: url, method, headers });
  asking.on("response", async (answer) => {
    const head = translated(answer.headers, outward);
    const parts = await answer.toArray();
    const body = Buffer.concat(parts);
    const file = { status: answer.statusCode, head, body: url === "/config.json" ? outward(`${body}`) : body };
    if (origin.isSite && method === "GET" && file.status === 200) {
      kept.set(url, file);
    }
    send(response, file);
  });
  // Either side has turned away, as pages do.
  asking.on("error", () => response.destroy());
  response.on("error", () => asking.destroy());
  asked.pipe(asking);
}

function send(response, { status, head, body }) {
  response.writeHead(status, head);
  response.end(body);
}

/** A WebSocket goes through as it is, once its handshake names the other side. */
function upgrade(origin, { url, rawHeaders }, socket, head) {
  const lines = [`GET ${url} HTTP/1.1`];
  for (let each = 0; each < rawHeaders.length; each += 2) {
    const isHost = rawHeaders[each].toLowerCase() === "host";
    lines.push(`${rawHeaders[each]}: ${isHost ? origin.host : inward(rawHeaders[each + 1])}`);
  }
  const inner = connect(Number(origin.port), origin.hostname, () => {
    inner.write(`${lines.join("\r\n")}\r\n\r\n`);
    inner.write(head);
    inner.pipe(socket).pipe(inner);
  });
  inner.on("error", () => socket.destroy());
  socket.on("error", () => inner.destroy());
}

process.stdin.resume();
process.stdin.on("end", () => process.exit());

for (const [index, each] of origins.entries()) {
  const { host: inside, hostname, port } = new URL(each);
  const origin = { host: inside, hostname, port, isSite: index === 0 };
  const server = createSecureServer(tls, (asked, response) => {
    const file = origin.isSite && asked.method === "GET" && kept.get(asked.url);
    if (file) {
      send(response, file);
    } else {
      serve(origin, asked, response);
    }
  });
  server.on("upgrade", (asked, socket, head) => upgrade(origin, asked, socket, head));
  server.on("sessionError", () => {});
  // A TLS record is read when all of it has come, and one of 16 KB would take as long as half a round trip.
  server.on("secureConnection", (socket) => socket.setMaxSendFragment(RECORD_BYTES));
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const host = `127.0.0.1:${server.address().port}`;
  names.push([`http://${origin.host}`, `https://${host}`], [`ws://${origin.host}`, `wss://${host}`]);
  process.stdout.write(`https://${host}\n`);
}
