import { CatalystError } from "../catalyst-error.ts";
import type { AgentCredential, CredentialProvider } from "./credential.ts";

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
  throw new CatalystError(
    "credential_missing",
    `No credential for provider "${providers[0]}", which ${agent.name} needs.`,
    { way: { kind: "add_credential", providers: [...providers] } },
  );
}
