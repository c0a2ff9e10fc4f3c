import { GATEWAY_URL_INSIDE, type Job } from "@catalyst/core";

/** The runner's own loopback port leads to the gateway without a proxy: models, git and events. */
const NO_PROXY = "127.0.0.1,localhost";

/**
 * The project's variables and, where hosts are allowed, the proxy that leads to them; for hooks and agents, beneath what the
 * environment and the agent's adapter set.
 */
export function projectEnv({
  env,
  hasEgress,
  agentToken,
}: Pick<Job, "env" | "hasEgress" | "agentToken">): Record<string, string> {
  if (!hasEgress) {
    return env;
  }
  const url = new URL(GATEWAY_URL_INSIDE);
  url.username = "catalyst";
  url.password = agentToken;
  // Programs differ in which spelling they read.
  const proxy = Object.fromEntries(
    ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"].map((name) => [name, url.href.replace(/\/$/, "")]),
  );
  return { ...env, ...proxy, NO_PROXY, no_proxy: NO_PROXY };
}
