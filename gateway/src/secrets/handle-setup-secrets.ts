import type { Exchange } from "../exchange.ts";
import { Refusal } from "../http/refusal.ts";
import { respondJson } from "../http/respond.ts";
import { maskSetupSecrets, openSecrets } from "./setup-secrets.ts";

export const SETUP_SECRETS_PATH = "/setup-secrets";

/** GET /setup-secrets: the secrets that the grant names as variables, for the stage that runs files which the owner trusts. */
export async function handleSetupSecrets(exchange: Exchange): Promise<void> {
  const { request, response, target, grant, usage } = exchange;
  if (request.method !== "GET" || target.query.size > 0) {
    throw new Refusal("invalid_request", `Secrets for setup are asked for with GET ${SETUP_SECRETS_PATH}.`);
  }
  if (grant.stage !== "setup" || grant.secrets.length === 0) {
    throw new Refusal("forbidden", "There are no secrets for this stage.", {
      blockedAction: `GET ${SETUP_SECRETS_PATH}`,
    });
  }
  const values = await openSecrets(exchange, grant.secrets);
  maskSetupSecrets(usage, values);
  respondJson(response, 200, { variables: Object.fromEntries(values) });
}
