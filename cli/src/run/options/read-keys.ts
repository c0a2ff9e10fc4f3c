import type { CredentialProvider, TaskKey } from "@catalyst/core";
import { CatalystError, PROVIDER_VARIABLES } from "@catalyst/core/apart";
import type { CliConfig } from "../../config.ts";

const PROVIDERS = Object.keys(PROVIDER_VARIABLES) as CredentialProvider[];

/**
 * The keys that are in the providers' usual variables, for one task alone: of the providers of the agents that were named, or
 * of all where none was, as the settings choose one then.
 */
export async function readKeys(
  agentIds: readonly (string | null)[],
  { home, providerVariables }: Pick<CliConfig, "home" | "providerVariables">,
): Promise<TaskKey[]> {
  if (Object.keys(providerVariables).length === 0) {
    return [];
  }
  const providers = await Promise.all(agentIds.map((id) => listProviders(id, home)));
  return [...new Set(providers.flat())].flatMap((provider) => readKey(provider, providerVariables) ?? []);
}

/** The variables that a provider's key and address were read from. */
export function namesOfKey(provider: CredentialProvider, variables: Readonly<Record<string, string>>): string[] {
  const { key, baseUrl } = PROVIDER_VARIABLES[provider];
  return [key, baseUrl].filter((name): name is string => name !== null && variables[name] !== undefined);
}

/** An agent that only the repository describes may use any. */
async function listProviders(id: string | null, home: string): Promise<readonly CredentialProvider[]> {
  if (id === null) {
    return PROVIDERS;
  }
  const { findAgentFor } = await import("../../agents/find-agents.ts");
  try {
    return (await findAgentFor(id, { home, source: null })).providers;
  } catch (error) {
    if (error instanceof CatalystError) {
      return PROVIDERS;
    }
    throw error;
  }
}

function readKey(provider: CredentialProvider, variables: Readonly<Record<string, string>>): TaskKey | null {
  const names = PROVIDER_VARIABLES[provider];
  const key = names.key === null ? "" : (variables[names.key] ?? "");
  const baseUrl = names.baseUrl === null ? null : (variables[names.baseUrl] ?? null);
  const isEnough = names.key === null ? baseUrl !== null : key !== "";
  return isEnough ? { provider, key: key.trim(), baseUrl: baseUrl === null ? null : toUrl(provider, baseUrl) } : null;
}

/** OLLAMA_HOST may leave out the scheme and the port, which are http and 11434 then (https://docs.ollama.com/faq). */
function toUrl(provider: CredentialProvider, value: string): string {
  if (provider !== "ollama") {
    return value;
  }
  const hasScheme = /^https?:\/\//.test(value);
  const url = new URL(hasScheme ? value : `http://${value}`);
  if (!hasScheme) {
    url.port ||= "11434";
  }
  return url.href.replace(/\/$/, "");
}
