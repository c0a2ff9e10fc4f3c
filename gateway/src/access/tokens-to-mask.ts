import { agentTokenOf } from "@catalyst/core";
import type { Exchange } from "../exchange.ts";

/** The execution tokens that a request tells of: its own and, where it is a runner's, that of what runs beside the runner. */
export function tokensToMask({ grant, token }: Pick<Exchange, "grant" | "token">): string[] {
  return grant.holder === "runner" ? [token, agentTokenOf(token)] : [token];
}
