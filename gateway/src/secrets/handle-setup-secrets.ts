import type { Exchange } from "../exchange.ts";
import { Refusal } from "../http/refusal.ts";
import { respondJson } from "../http/respond.ts";
import { maskSetupSecrets, openSetupSecrets } from "./setup-secrets.ts";

export const SETUP_SECRETS_PATH = "/setup-secrets";

/** GET /setup-secrets: the repository's secrets as variables, for the stage that ends before the agent starts. */
export async function handleSetupSecrets(exchange: Exchange): Promise<void> {
  const { request, response, target, grant, usage } = exchange;
  if (request.method !== "GET" || target.query.size > 0) {
    throw new Refusal("invalid_request", `Secrets for setup are asked for with GET ${SETUP_SECRETS_PATH}.`);
  }
  if (grant.stage !== "prepare") {
    throw new Refusal("forbidden", "Secrets for setup are not for agents.", {
      blockedAction: `GET ${SETUP_SECRETS_PATH}`,
    });
  }
  const values = await openSetupSecrets(exchange);
  maskSetupSecrets(usage, values);
  respondJson(response, 200, { variables: Object.fromEntries(values) });
}
