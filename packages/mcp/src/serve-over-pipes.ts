import type { Readable, Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import { createMcpServer } from "./create-mcp-server.ts";
import type { McpServerDeps } from "./tool.ts";

/** Of one message, in bytes: a task's prompt with its escapes fits. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

export interface Pipes {
  input: Readable;
  /** Gets messages of the protocol and nothing else. */
  output: Writable;
}

/**
 * Serves the client at the other end until it closes its pipe, sends what is too large, or `closing` aborts. What it still waits for then
 * is not answered.
 */
export async function serveOverPipes({ input, output }: Pipes, deps: McpServerDeps): Promise<void> {
  const transport = new StdioServerTransport(input, output, { maxBufferSize: MAX_MESSAGE_BYTES });
  const handle = serveStdio(() => createMcpServer(deps), { transport });
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const tearDown = transport.onclose;
  transport.onclose = () => {
    tearDown?.();
    resolve();
  };
  const { closing: signal } = deps;
  const ended = finished(input, { writable: false, cleanup: true, signal }).catch(() => undefined);
  await Promise.race([closed, ended]);
  await handle.close();
}
