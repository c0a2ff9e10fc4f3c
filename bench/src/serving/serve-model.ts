/** `node serve-model.ts`: a model's provider that answers at once, on a port of its own; streams have some pieces. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const USAGE = { input_tokens: 1200, output_tokens: 40 };
const MESSAGE = { id: "msg_1", type: "message", role: "assistant", model: "claude-sonnet-4-5" };
const ANSWER = JSON.stringify({ ...MESSAGE, content: [{ type: "text", text: "x".repeat(400) }], usage: USAGE });
const DELTA = { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "a few words" } };
const PIECES = [
  { type: "message_start", message: { ...MESSAGE, content: [], usage: { ...USAGE, output_tokens: 1 } } },
  ...Array<typeof DELTA>(20).fill(DELTA),
  { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 40 } },
  { type: "message_stop" },
].map((piece) => `event: ${piece.type}\ndata: ${JSON.stringify(piece)}\n\n`);

const server = createServer((request, response) => {
  let isStream = false;
  request.on("data", (chunk: Buffer) => {
    isStream ||= /"stream":\s*true/.test(chunk.toString("latin1"));
  });
  request.on("end", () => {
    if (!isStream) {
      response.writeHead(200, { "content-type": "application/json" }).end(ANSWER);
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const piece of PIECES) {
      response.write(piece);
    }
    response.end();
  });
});
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
});
