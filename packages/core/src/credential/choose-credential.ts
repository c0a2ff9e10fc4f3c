import { CatalystError } from "../catalyst-error.ts";
import type { AgentCredential, CredentialProvider } from "./credential.ts";
import { titleCredential, wayToReplace } from "./subscription/name-credential.ts";

/** An agent as far as keys go. */
export interface KeyedAgent {
  name: string;
  /** The preferred first; empty for an agent without a model. */
  providers: readonly CredentialProvider[];
  /** The provider whose subscription is for this agent; none: it takes keys only. */
  subscription?: CredentialProvider | undefined;
}

export interface CredentialChoice {
  agent: KeyedAgent;
  taskId: string;
  /** What was brought along for the task comes before what is stored, instead of after. */
  ownFirst: boolean;
  /** Those that the task may use, the preferred of each provider first. */
  usable: readonly AgentCredential[];
}

/** A key as an execution names it. */
export interface ChosenCredential extends Pick<AgentCredential, "id" | "provider" | "kind" | "hint" | "baseUrl"> {
  /** Of this task alone. */
  isOfTask: boolean;
}

/**
 * The key that an agent uses; null: it needs none. One that is stored comes before one that was brought along for the task,
 * and the agent's subscription before keys. Throws `credential_missing` where there is none, and where the subscription must
 * be signed in anew: a key in its place would cost what nobody expects to pay.
 */
export function chooseCredential({ agent, taskId, ownFirst, usable }: CredentialChoice): ChosenCredential | null {
  if (agent.providers.length === 0) {
    return null;
  }
  const isOfTask = (one: AgentCredential) => one.taskId === taskId;
  const chosen = [ownFirst, !ownFirst]
    .map((ofTask) =>
      preferredOf(
        agent,
        usable.filter((one) => isOfTask(one) === ofTask),
      ),
    )
    .find((one) => one !== null);
  if (chosen == null) {
    throw missing(agent, usable);
  }
  if (chosen.signInNeeded !== null) {
    throw signInNeeded(chosen, chosen.signInNeeded);
  }
  const { id, provider, kind, hint, baseUrl } = chosen;
  return { id, provider, kind, hint, baseUrl, isOfTask: isOfTask(chosen) };
}

/** A model may be named with its provider, as `openai/gpt-5`: where that one is the agent's, its key comes first. */
export function preferNamed<Agent extends Pick<KeyedAgent, "providers">>(agent: Agent, model: string | null): Agent {
  const named = agent.providers.find((provider) => model?.startsWith(`${provider}/`) === true);
  const others = agent.providers.filter((provider) => provider !== named);
  return named === undefined ? agent : { ...agent, providers: [named, ...others] };
}

/** Of these, the one that the agent takes; null: none is for it. */
export function preferredOf(
  { providers, subscription }: KeyedAgent,
  usable: readonly AgentCredential[],
): AgentCredential | null {
  const own = usable.find((one) => one.kind === "subscription" && one.provider === subscription);
  const keys = usable.filter(({ kind }) => kind === "key");
  return own ?? providers.flatMap((provider) => keys.find((one) => one.provider === provider) ?? [])[0] ?? null;
}

/** The error of a subscription that can't be asked before somebody signs in. */
export function signInNeeded(credential: Pick<AgentCredential, "provider" | "kind">, reason: string): CatalystError {
  return new CatalystError(
    "credential_missing",
    `The ${titleCredential(credential)} must be signed in anew: ${reason}`,
    { way: wayToReplace(credential) },
  );
}

function missing({ name, providers }: KeyedAgent, usable: readonly AgentCredential[]): CatalystError {
  const anothers = usable.find(({ kind, provider }) => kind === "subscription" && providers.includes(provider));
  const reason =
    anothers === undefined
      ? ""
      : ` The ${titleCredential(anothers)} is for its provider's own agent alone: ${name} needs a key.`;
  return new CatalystError(
    "credential_missing",
    `No credential for provider "${providers[0]}", which ${name} needs.${reason}`,
    { way: { kind: "add_credential", providers: [...providers] } },
  );
}
