import type { AccountStore } from "../../account/account-store.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { SealKeysDeps } from "../../task/submit/seal-keys.ts";
import { decide } from "../decide/decide.ts";
import { type Decision, ignored, refused } from "../decide/decision.ts";
import { screenSignal } from "../decide/screen.ts";
import { act } from "./act.ts";
import { type AskedForge, askForge } from "./ask-forge.ts";
import { confirmSignal } from "./confirm-signal.ts";
import { findActor } from "./find-actor.ts";
import type { ForgeReader, WithReader } from "./forge-reader.ts";
import { gatherFacts } from "./gather-facts.ts";
import { type HeardSignal, hear } from "./heard-signal.ts";
import { identityOf, recordOf } from "./record.ts";
import type { Trigger, TriggerStore } from "./trigger-store.ts";

export interface DecideSignalDeps extends SealKeysDeps {
  triggers: TriggerStore;
  accounts: Pick<AccountStore, "ensureForgeUser">;
  withReader: WithReader;
  environmentNamespace: string;
  wait: (milliseconds: number) => Promise<void>;
}

/** `known`: it was decided before, as this. */
export type DecidedSignal = { kind: "decided"; decision: Decision } | { kind: "known"; trigger: Trigger };

/**
 * Decides once for ever what comes of a signal, and does it: requests, polls and whoever looks for what was missed end here.
 * Throws `ForgeAway` where the forge can't be asked: then nothing was decided.
 */
export async function decideSignal(heard: HeardSignal, deps: DecideSignalDeps): Promise<DecidedSignal> {
  const { signal, identity, policy } = heard;
  const screened = screenSignal(signal, { identity, policy, heard: hear(signal, identity) });
  if (screened !== null) {
    return { kind: "decided", decision: ignored(screened) };
  }
  const before = await deps.triggers.find(identityOf(heard));
  if (before !== null) {
    return { kind: "known", trigger: before };
  }
  const decided = await deps.withReader((reader) => askAndDecide(heard, { ...deps, reader }));
  return decided ?? { kind: "decided", decision: ignored("repository_unknown") };
}

async function askAndDecide(
  heard: HeardSignal,
  deps: DecideSignalDeps & { reader: ForgeReader },
): Promise<DecidedSignal> {
  const confirmed = await confirmSignal(heard.signal, deps);
  if (confirmed.kind !== "confirmed") {
    const reason = confirmed.kind === "agent" ? "bot_not_listed" : "actor_disagrees";
    return { kind: "decided", decision: ignored(reason) };
  }
  const sure = { ...heard, signal: confirmed.signal };
  const asked = await askForge(sure, deps);
  try {
    return await decideOnce({ heard: sure, asked }, deps);
  } catch (error) {
    if (!(error instanceof CatalystError)) {
      throw error;
    }
    // Nothing of what was tried is left: the words of whoever refused it are for whoever looks there.
    return store(sure, refused("not_possible"), deps);
  }
}

async function decideOnce(
  { heard, asked }: { heard: HeardSignal; asked: AskedForge },
  deps: DecideSignalDeps,
): Promise<DecidedSignal> {
  const actor = await findActor({ heard, permission: asked.permission }, deps);
  let decision: Decision = ignored("nothing_to_stop");
  const known = await deps.triggers.once(identityOf(heard), async (stores) => {
    const { facts, task } = await gatherFacts({ heard, asked }, stores);
    decision = decide(heard.signal, facts);
    const taskId =
      decision.kind === "accepted"
        ? await act({ ...{ act: decision.act, actor, task }, heard }, { ...deps, ...stores })
        : null;
    return recordOf({ heard, decision, facts, taskId });
  });
  return known === null ? { kind: "decided", decision } : { kind: "known", trigger: known };
}

async function store(heard: HeardSignal, decision: Decision, deps: DecideSignalDeps): Promise<DecidedSignal> {
  const record = recordOf({ heard, decision, facts: null, taskId: null });
  const known = await deps.triggers.once(identityOf(heard), async () => record);
  return known === null ? { kind: "decided", decision } : { kind: "known", trigger: known };
}
