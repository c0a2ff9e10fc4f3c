import { type AgentCredential, CatalystError, type CredentialProvider, type CredentialSecret } from "@catalyst/core";

interface Variables {
  key: string | null;
  baseUrl: string | null;
}

const VARIABLES: Record<CredentialProvider, Variables> = {
  anthropic: { key: "ANTHROPIC_API_KEY", baseUrl: "ANTHROPIC_BASE_URL" },
  openai: { key: "OPENAI_API_KEY", baseUrl: "OPENAI_BASE_URL" },
  gemini: { key: "GEMINI_API_KEY", baseUrl: "GOOGLE_GEMINI_BASE_URL" },
  openrouter: { key: "OPENROUTER_API_KEY", baseUrl: null },
  ollama: { key: null, baseUrl: "OLLAMA_HOST" },
  "openai-compatible": { key: null, baseUrl: null },
};

/** The key that an execution will use: one that is stored, one from the environment for this task alone, or none. */
export type CredentialChoice =
  | { kind: "none" }
  | { kind: "stored"; credential: AgentCredential }
  | { kind: "variable"; provider: CredentialProvider; secret: CredentialSecret; names: string[] };

export interface ChooseCredentialInput {
  agentName: string;
  /** The preferred first; empty for an agent without a model. */
  providers: readonly CredentialProvider[];
  stored: readonly AgentCredential[];
  variables: Readonly<Record<string, string>>;
}

/** A stored credential comes before the provider's usual variable. Throws `credential_missing` where there is neither. */
export function chooseCredential(input: ChooseCredentialInput): CredentialChoice {
  const { providers, stored, variables, agentName } = input;
  if (providers.length === 0) {
    return { kind: "none" };
  }
  for (const provider of providers) {
    const credential = stored.find((one) => one.provider === provider);
    if (credential !== undefined) {
      return { kind: "stored", credential };
    }
  }
  for (const provider of providers) {
    const choice = readVariables(provider, variables);
    if (choice !== null) {
      return choice;
    }
  }
  const names = providers.flatMap((provider) => VARIABLES[provider].key ?? VARIABLES[provider].baseUrl ?? []);
  throw new CatalystError(
    "credential_missing",
    `No credential for provider "${providers[0]}", which ${agentName} needs. Add one: catalyst credentials add ${providers[0]}${names.length === 0 ? "" : ` (or, for one run, set ${names.join(" or ")})`}`,
  );
}

function readVariables(
  provider: CredentialProvider,
  variables: Readonly<Record<string, string>>,
): CredentialChoice | null {
  const names = VARIABLES[provider];
  const key = names.key === null ? "" : (variables[names.key] ?? "");
  const baseUrl = names.baseUrl === null ? null : (variables[names.baseUrl] ?? null);
  const isEnough = names.key === null ? baseUrl !== null : key !== "";
  if (!isEnough) {
    return null;
  }
  const used = [names.key, names.baseUrl].filter(
    (name): name is string => name !== null && variables[name] !== undefined,
  );
  return {
    kind: "variable",
    provider,
    secret: { key: key.trim(), baseUrl: baseUrl === null ? null : toUrl(provider, baseUrl) },
    names: used,
  };
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
