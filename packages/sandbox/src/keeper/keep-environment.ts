import { endControlGroup, identifyProcess } from "@catalyst/machine/apart";
import { claimState, type EnvironmentState, writeState } from "../environment-state.ts";
import type { EarlyDisk } from "./disk/mount-disk.ts";
import type { KeeperOrder } from "./keeper-order.ts";
import { runStages } from "./stage/run-stages.ts";
import { GatewayAbsent } from "./wait-for-gateway.ts";

/**
 * The whole life of one environment: limits, then its stages. A second keeper of the same environment returns at once.
 * bubblewrap dies with this process, and every process inside dies with bubblewrap.
 */
export async function keepEnvironment(
  order: KeeperOrder,
  { stop, early }: { stop: AbortSignal; early: EarlyDisk | null },
): Promise<void> {
  const keeper = identifyProcess(process.pid);
  if (keeper === null) {
    throw new Error("This process can't find itself in /proc.");
  }
  let state: EnvironmentState = {
    phase: "starting",
    keeper,
    launcher: null,
    init: null,
    controlGroups: [],
    facts: [],
    detail: null,
    since: new Date().toISOString(),
    stages: order.stages.map(({ kind }) => ({ kind, end: null })),
    reason: "",
    code: "isolation",
    exit: null,
  };
  if (!claimState(order.folder, state)) {
    await early?.remove();
    return;
  }
  const note = (change: Partial<EnvironmentState>) => {
    state = { ...state, ...change };
    writeState(order.folder, state);
  };
  try {
    await runStages({ order, stop, early, note, state: () => state });
  } catch (error) {
    if (state.phase !== "starting") {
      // It ran and we can't go on: whoever looks finds it lost, with this error in the keeper's log.
      throw error;
    }
    note(
      error instanceof GatewayAbsent
        ? { phase: "refused", reason: error.message, code: "gateway" }
        : { phase: "refused", reason: `The environment could not be prepared: ${(error as Error).message}.` },
    );
  } finally {
    await endControlGroup(state.controlGroups);
  }
}
