import { createClient } from "@catalyst/api";
import { createMcpServer, nameByAddress } from "@catalyst/mcp";
import { refusalOfError } from "../http/refusal-of-error.ts";
import { askWithin } from "./ask-within.ts";
import type { MakeFactory } from "./exchange.ts";

/** The tools, each a client of the routes that asks as whoever sent the request. */
export const serveTools: MakeFactory = (asked, deps) => {
  const client = createClient(askWithin(asked, deps));
  const onBug = (error: unknown) => void refusalOfError(error, deps);
  const { closing, limits } = deps;
  const { heartbeatSeconds } = limits;
  return () => createMcpServer({ client, nameRepository: nameByAddress, closing, heartbeatSeconds, onBug });
};
