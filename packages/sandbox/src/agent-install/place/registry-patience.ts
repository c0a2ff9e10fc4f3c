/** npm's and pip's own patience with a registry that doesn't answer is a quarter of an hour and more. */
const NPM = {
  npm_config_fetch_retries: "1",
  npm_config_fetch_retry_mintimeout: "2000",
  npm_config_fetch_retry_maxtimeout: "5000",
  /** Until an answer begins, and between two parts of it: a large package over a slow line may take as long as it needs. */
  npm_config_fetch_timeout: "30000",
};
const PIP = { PIP_RETRIES: "2", PIP_TIMEOUT: "15" };

const UNREACHABLE =
  /network timeout at|failed, reason: |ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|E(IDLE|CONNECTION)TIMEOUT|ETIMEDOUT|connection broken by/;

/**
 * The environment of npm and pip with patience of about a minute for a registry that can't be reached. Variables
 * that the person set, in whatever case, stay; they also win over what an .npmrc or pip.conf says.
 */
export function withPatience(env: Record<string, string>): Record<string, string> {
  const given = new Set(Object.keys(env).map((name) => name.toLowerCase()));
  const isPipTimed = given.has("pip_default_timeout");
  const missing = Object.entries({ ...NPM, ...PIP }).filter(
    ([name]) => !given.has(name.toLowerCase()) && !(isPipTimed && name === "PIP_TIMEOUT"),
  );
  return { ...env, ...Object.fromEntries(missing) };
}

/** What was tried, when npm or pip said that it didn't reach its registry; else null. */
export function findUnreachable(output: string): string | null {
  return output.split("\n").find((line) => UNREACHABLE.test(line)) ?? null;
}

/** What helps against a registry that can't be reached. */
export const REGISTRY_WAYS_OUT = {
  npm: "The registry can't be reached. Check the connection and the proxy (HTTPS_PROXY), or name another registry (npm_config_registry); for one that is only slow to answer: export npm_config_fetch_timeout=300000.",
  pypi: "The index can't be reached. Check the connection and the proxy (HTTPS_PROXY), or name another index (PIP_INDEX_URL); for one that is only slow to answer: export PIP_TIMEOUT=120.",
};
