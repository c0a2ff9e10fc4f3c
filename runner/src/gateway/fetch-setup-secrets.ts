import { z } from "zod";
import { askGateway } from "./ask-gateway.ts";
import type { GatewayAccess } from "./send-request.ts";

const Answer = z.object({ variables: z.record(z.string(), z.string()) });

/** With the preparation's token: any other is refused. */
export interface SecretsWish extends GatewayAccess {
  signal: AbortSignal;
}

/**
 * The repository's secrets as variables for its setup hook. They belong into that process's environment and nowhere else: no
 * file, no event, no other process. Rejects when the gateway refuses, or doesn't answer for long.
 */
export async function fetchSetupSecrets(wish: SecretsWish): Promise<Record<string, string>> {
  const question = "the secrets of the setup hook";
  return Answer.parse(await askGateway({ ...wish, path: "/setup-secrets", question })).variables;
}
