import type { IncomingMessage, ServerResponse } from "node:http";
import type { McpServerFactory } from "@modelcontextprotocol/server";
import type { InnerDeps } from "./ask-within.ts";

/** One request over the port, and its answer. */
export interface Exchange {
  incoming: IncomingMessage;
  outgoing: ServerResponse;
}

export interface McpDeps extends InnerDeps {
  /** Aborts when the server is about to stop. */
  closing: AbortSignal;
}

/** Makes what answers an exchange, with whatever it has of tools. */
export type MakeFactory = (exchange: Exchange, deps: McpDeps) => McpServerFactory;
