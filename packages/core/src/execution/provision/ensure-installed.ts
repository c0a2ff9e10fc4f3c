import type { CatalogEntry } from "../../agent/agent-catalog.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { Step } from "../step.ts";

/** Not more of one installation is told in a transcript. */
const MAX_TOLD = 50;

/**
 * The version of the agent that the environment gets, installed first if it isn't there; the transcript tells how that goes,
 * and what is waited for. null: it needs no installation.
 */
export async function ensureInstalled(step: Step, agent: CatalogEntry): Promise<string | null> {
  const { lease, deps } = step;
  let told: Promise<unknown> = Promise.resolve();
  let count = 0;
  const onProgress = (message: string) => {
    count += 1;
    if (count <= MAX_TOLD) {
      const body = { type: "log", stream: "system", text: `${agent.name}: ${message}` } as const;
      const tell = () => deps.events.tell(lease, body);
      // What can't be told now keeps nothing from being installed.
      told = told.then(tell).catch(() => undefined);
    }
  };
  try {
    return await deps.agents.ensureInstalled(agent, { onProgress, signal: deps.signal });
  } catch (error) {
    // What mustn't be installed is as missing as what can't be.
    throw error instanceof CatalystError && error.code === "forbidden"
      ? new CatalystError("prerequisite_missing", error.message, { cause: error })
      : error;
  } finally {
    await told;
  }
}
