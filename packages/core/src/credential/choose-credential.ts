import { CatalystError } from "../catalyst-error.ts";
import type { AgentCredential, CredentialProvider } from "./credential.ts";
import { PROVIDER_VARIABLES } from "./provider-variables.ts";

export interface CredentialChoice {
  /** `providers`: the preferred first; empty for an agent without a model. */
  agent: { name: string; providers: readonly CredentialProvider[] };
  taskId: string;
  /** What was brought along for the task comes before what is stored, instead of after. */
  ownFirst: boolean;
  /** Those that the task may use, the preferred of each provider first. */
  usable: readonly AgentCredential[];
}

/** A key as an execution names it. */
export interface ChosenCredential extends Pick<AgentCredential, "id" | "provider" | "hint" | "baseUrl"> {
  /** Of this task alone. */
  isOfTask: boolean;
}

/**
 * The key that an agent uses; null: it needs none. One that is stored comes before one that was brought along for the task.
 * Throws `credential_missing` where there is neither.
 */
export function chooseCredential({ agent, taskId, ownFirst, usable }: CredentialChoice): ChosenCredential | null {
  const { providers } = agent;
  if (providers.length === 0) {
    return null;
  }
  const isOfTask = (one: AgentCredential) => one.taskId === taskId;
  const ranked = [ownFirst, !ownFirst].flatMap((ofTask) =>
    providers.flatMap((provider) => usable.find((one) => isOfTask(one) === ofTask && one.provider === provider) ?? []),
  );
  const [chosen] = ranked;
  if (chosen !== undefined) {
    const { id, provider, hint, baseUrl } = chosen;
    return { id, provider, hint, baseUrl, isOfTask: isOfTask(chosen) };
  }
  const names = providers.flatMap((provider) => {
    const { key, baseUrl } = PROVIDER_VARIABLES[provider];
    return key ?? baseUrl ?? [];
  });
  throw new CatalystError(
    "credential_missing",
    `No credential for provider "${providers[0]}", which ${agent.name} needs. Add one: catalyst credentials add ${providers[0]}${names.length === 0 ? "" : ` (or, for one run, set ${names.join(" or ")})`}`,
  );
}
