import { REVERSE_CANARY_PORT } from "@catalyst/core";

const { createServer } = process.getBuiltinModule("node:net");

/** Is there to be reached, for as long as the process lives: that another pod's probe doesn't reach it proves something only then. */
export function answerSiblings(port = REVERSE_CANARY_PORT): void {
  const server = createServer((socket) => socket.on("error", () => undefined).destroy());
  // Whoever has the port already answers as well.
  server.on("error", () => undefined);
  server.listen(port).unref();
}
