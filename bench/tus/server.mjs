/**
 * A tus server as its documentation has it, which tells every WebSocket of each finished upload.
 *
 *     node server.mjs FOLDER
 *
 * It prints its address, and ends when its standard input does: with whoever has started it.
 */

import { createServer } from "node:http";
import process from "node:process";

import { FileStore } from "@tus/file-store";
import { EVENTS, Server } from "@tus/server";
import { WebSocket, WebSocketServer } from "ws";

const tus = new Server({ path: "/files", datastore: new FileStore({ directory: process.argv[2] }) });
const server = createServer((request, response) => tus.handle(request, response));
const sockets = new WebSocketServer({ server, path: "/ws" });

tus.on(EVENTS.POST_FINISH, (_request, _response, { id, size }) => {
  const message = JSON.stringify({ type: "finished", id, size });
  for (const socket of sockets.clients) {
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(message);
    }
  }
});

process.stdin.resume();
process.stdin.on("end", () => process.exit());

server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});
