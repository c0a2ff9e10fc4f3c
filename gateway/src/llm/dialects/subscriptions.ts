import type { AgentCredential, CredentialProvider } from "@catalyst/core";
import { anthropic } from "./anthropic.ts";
import type { Dialect } from "./dialect.ts";
import { DIALECTS } from "./dialects.ts";
import { openai } from "./openai.ts";

/** What Anthropic's API knows a subscription's token by. */
const OAUTH_BETA = "oauth-2025-04-20";

const claude: Dialect = {
  ...anthropic,
  authorize: ({ key }, headers) => ({
    authorization: `Bearer ${key}`,
    "anthropic-beta": joinBetas(headers["anthropic-beta"]),
  }),
};

/** The client's own, and the subscription's once. */
function joinBetas(own = ""): string {
  const betas = own.split(",").map((beta) => beta.trim());
  return [...new Set([...betas, OAUTH_BETA])].filter((beta) => beta !== "").join(",");
}

const chatGpt: Dialect = {
  ...openai,
  routes: openai.routes.filter(({ path }) => path.test("/v1/responses") || path.test("/v1/models")),
  defaultBaseUrl: "https://chatgpt.com/backend-api/codex",
  upstreamPath: (basePath, path) => `${basePath}${path.slice("/v1".length)}`,
  authorize: ({ key, accountId }) => ({
    authorization: `Bearer ${key}`,
    ...(accountId === null ? {} : { "chatgpt-account-id": accountId }),
  }),
  probe: { path: "/v1/models", query: { client_version: "0.169.0" }, headers: { originator: "codex_exec" } },
  requestHeaders: [...openai.requestHeaders, "originator", "version", "session-id", "session_id", "thread-id"],
};

const SUBSCRIPTIONS: Partial<Record<CredentialProvider, Dialect>> = { anthropic: claude, openai: chatGpt };

/** How a credential's provider is spoken to with it. A subscription's routes are among those of its provider. */
export function dialectOf({ provider, kind }: Pick<AgentCredential, "provider" | "kind">): Dialect {
  return (kind === "subscription" ? SUBSCRIPTIONS[provider] : undefined) ?? DIALECTS[provider];
}
