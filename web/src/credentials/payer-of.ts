import type { Credential } from "@catalyst/api";
import { titleOf } from "./providers.ts";

interface Asking {
  id: string;
  providers: readonly string[];
}

interface Payer {
  credential: Credential;
  /** null: it is of whoever asks. */
  team: string | null;
}

interface Keys {
  own: readonly Credential[];
  team: { name: string; credentials: readonly Credential[] } | null;
}

/**
 * Which key an agent is going to use; null: it has none. A subscription comes before keys, and one's own before a team's. Of an agent that
 * takes keys of several providers, a model that is named with one (`openai/gpt-5`) is paid for with that one's key, where there is one.
 */
export function payerOf(agent: Asking, keys: Keys, model = ""): Payer | null {
  const named = agent.providers.find((provider) => model.trim().startsWith(`${provider}/`));
  const payer = named === undefined ? null : payerAmong(agent, keysOf(named, keys));
  return payer ?? payerAmong(agent, keys);
}

function keysOf(wanted: string, { own, team }: Keys): Keys {
  const isWanted = ({ provider, kind }: Credential) => provider === wanted && kind === "key";
  return {
    own: own.filter(isWanted),
    team: team === null ? null : { ...team, credentials: team.credentials.filter(isWanted) },
  };
}

function payerAmong(agent: Asking, { own, team }: Keys): Payer | null {
  const found = [
    { credential: takenBy(agent, own), team: null },
    { credential: team === null ? null : takenBy(agent, team.credentials), team: team?.name ?? null },
  ].filter((payer): payer is Payer => payer.credential !== null);
  const rank = ({ credential: { kind, provider } }: Payer) =>
    kind === "subscription" ? -1 : agent.providers.indexOf(provider);
  return found.toSorted((one, other) => rank(one) - rank(other))[0] ?? null;
}

/** Those that Catalyst brings are named with the key that they take; a person's own agent takes the first that it can. */
function takenBy({ id, providers }: Asking, credentials: readonly Credential[]): Credential | null {
  const keys = credentials.filter(({ kind }) => kind === "key");
  return (
    credentials.find(({ agents }) => agents.includes(id)) ??
    providers.flatMap((provider) => keys.find((key) => key.provider === provider) ?? [])[0] ??
    null
  );
}

/** Whose key it is, in a few words. */
export function payerWords(payer: Payer | null): string {
  if (payer === null) {
    return "no key yet";
  }
  const { credential, team } = payer;
  const shown = credential.hint === "" ? "" : ` …${credential.hint}`;
  const state = credential.signInNeeded === null ? "" : ": must be signed in anew";
  return `${team === null ? "your" : `${team}'s`} ${titleOf(credential)}${shown}${state}`;
}
