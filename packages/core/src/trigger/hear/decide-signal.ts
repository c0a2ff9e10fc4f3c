import type { AccountStore } from "../../account/account-store.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { SealKeysDeps } from "../../task/submit/seal-keys.ts";
import type { StoredWay } from "../../way.ts";
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
import { writeAnswers } from "./write-answers.ts";

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
    return storeRefusal({ heard: sure, asked, way: error.way ?? null }, deps);
  }
}

interface Asked {
  heard: HeardSignal;
  asked: AskedForge;
}

async function decideOnce({ heard, asked }: Asked, deps: DecideSignalDeps): Promise<DecidedSignal> {
  const actor = await findActor({ heard, permission: asked.permission }, deps);
  let decision: Decision = ignored("nothing_to_stop");
  const known = await deps.triggers.once(identityOf(heard), async (stores) => {
    const { facts, task } = await gatherFacts({ heard, asked }, stores);
    decision = decide(heard.signal, facts);
    const taskId =
      decision.kind === "accepted"
        ? await act({ ...{ act: decision.act, actor, task }, heard }, { ...deps, ...stores })
        : null;
    await writeAnswers({ heard, facts, decision, taskId, way: null }, stores);
    return recordOf({ heard, decision, facts, taskId });
  });
  return known === null ? { kind: "decided", decision } : { kind: "known", trigger: known };
}

/** Nothing of what was tried is left. Whoever asked is told what to do instead, and not why: others read that, too. */
async function storeRefusal(
  { heard, asked, way }: Asked & { way: StoredWay | null },
  deps: DecideSignalDeps,
): Promise<DecidedSignal> {
  const decision = refused("not_possible");
  const known = await deps.triggers.once(identityOf(heard), async (stores) => {
    const { facts } = await gatherFacts({ heard, asked }, stores);
    await writeAnswers({ heard, facts, decision, taskId: null, way }, stores);
    return recordOf({ heard, decision, facts, taskId: null });
  });
  return known === null ? { kind: "decided", decision } : { kind: "known", trigger: known };
}
