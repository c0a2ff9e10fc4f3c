import type { AgentCredential, CredentialProvider, TaskKey } from "@catalyst/core";
import { CatalystError, PROVIDER_VARIABLES } from "@catalyst/core/apart";
import { findElsewhere } from "../../api/find-elsewhere.ts";
import type { CliContext } from "../../cli-context.ts";
import { readProvider } from "../../credentials/read-provider.ts";

const PROVIDERS = Object.keys(PROVIDER_VARIABLES) as CredentialProvider[];

type Variables = Readonly<Record<string, string>>;

/** What an agent takes, as its definition says it. */
interface Takes {
  providers: readonly CredentialProvider[];
  subscriptions: readonly CredentialProvider[];
}

const ANYTHING: Takes = { providers: PROVIDERS, subscriptions: PROVIDERS };

/**
 * The keys and subscriptions that are in the providers' usual variables, for one task alone. This machine's own server is given those
 * that the named agents take, or all where none was named, as the settings choose one then; a server elsewhere the keys alone that
 * were named to go there, and no subscription. Throws `invalid_input` for one of these that isn't there.
 */
export async function readKeys(
  agentIds: readonly (string | null)[],
  { server, sentKeys, readAskingSettings }: Pick<CliContext, "server" | "sentKeys" | "readAskingSettings">,
): Promise<TaskKey[]> {
  const { home, providerVariables } = await readAskingSettings();
  if ((await findElsewhere({ home, server })) !== null) {
    return [...new Set(sentKeys.map(readProvider))].map((provider) => readSentKey(provider, providerVariables));
  }
  if (Object.keys(providerVariables).length === 0) {
    return [];
  }
  const taken = await Promise.all(agentIds.map((id) => findTaken(id, home)));
  const keys = [...new Set(taken.flatMap(({ providers }) => providers))].flatMap(
    (provider) => readKey(provider, providerVariables) ?? [],
  );
  const subscriptions = [...new Set(taken.flatMap((one) => one.subscriptions))].flatMap(
    (provider) => readSubscription(provider, providerVariables) ?? [],
  );
  return [...subscriptions, ...keys];
}

/** The variables that a credential and its address were read from. */
export function namesOfKey(
  { provider, kind }: Pick<AgentCredential, "provider" | "kind">,
  variables: Variables,
): string[] {
  const { [kind]: secret, baseUrl } = PROVIDER_VARIABLES[provider];
  return [secret, baseUrl].filter((name): name is string => name !== null && variables[name] !== undefined);
}

/** An agent that only the repository describes may use any. */
async function findTaken(id: string | null, home: string): Promise<Takes> {
  if (id === null) {
    return ANYTHING;
  }
  const { findAgentFor } = await import("../../agents/find-agents.ts");
  try {
    const { providers, subscription } = await findAgentFor(id, { home, source: null });
    return { providers, subscriptions: subscription === undefined ? [] : [subscription] };
  } catch (error) {
    if (error instanceof CatalystError) {
      return ANYTHING;
    }
    throw error;
  }
}

function readSentKey(provider: CredentialProvider, variables: Variables): TaskKey {
  const key = readKey(provider, variables);
  if (key === null) {
    const { key: name, baseUrl } = PROVIDER_VARIABLES[provider];
    const missing = name ?? baseUrl;
    const why = missing === null ? "there is no variable for it" : `${missing} isn't set`;
    throw new CatalystError("invalid_input", `Sending the key of ${provider} failed: ${why}.`, {
      way: { kind: "give_key", provider },
    });
  }
  return key;
}

function readKey(provider: CredentialProvider, variables: Variables): TaskKey | null {
  const names = PROVIDER_VARIABLES[provider];
  const key = names.key === null ? "" : (variables[names.key] ?? "");
  const baseUrl = readBaseUrl(provider, variables);
  const isEnough = names.key === null ? baseUrl !== null : key !== "";
  return isEnough ? { provider, key: key.trim(), baseUrl } : null;
}

function readSubscription(provider: CredentialProvider, variables: Variables): TaskKey | null {
  const name = PROVIDER_VARIABLES[provider].subscription;
  const key = name === null ? undefined : variables[name];
  return key === undefined ? null : { provider, key, baseUrl: readBaseUrl(provider, variables) };
}

function readBaseUrl(provider: CredentialProvider, variables: Variables): string | null {
  const name = PROVIDER_VARIABLES[provider].baseUrl;
  const baseUrl = name === null ? undefined : variables[name];
  return baseUrl === undefined ? null : toUrl(provider, baseUrl);
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
