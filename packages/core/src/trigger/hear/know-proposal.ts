import type { Signal } from "../signal/signal.ts";
import type { TriggerStore } from "./trigger-store.ts";

interface Proposals {
  /** null: nobody has worked on it yet. */
  repoId: string | null;
  triggers: Pick<TriggerStore, "findTask" | "findProposed">;
}

interface Pull {
  number: number;
  branch: string | null;
}

/**
 * The signal with what is known here of its pull request: of several that have the commit whose checks failed, the one that is a task's is told of; and whether one
 * that was pushed to is.
 */
export async function knowProposal(signal: Signal, deps: Proposals): Promise<Signal> {
  if (signal.kind === "checks_failed") {
    const own = await findOwn(signal.pulls ?? [], deps);
    return own === null ? signal : { ...signal, number: own.number };
  }
  if (signal.kind === "head_changed" && signal.branch !== undefined) {
    const { number, branch } = signal;
    return (await findOwn([{ number, branch }], deps)) === null ? signal : { ...signal, isOfTask: true };
  }
  return signal;
}

async function findOwn(pulls: readonly Pull[], { repoId, triggers }: Proposals): Promise<Pull | null> {
  for (const pull of repoId === null ? [] : pulls) {
    const task = await triggers.findTask({ repoId: repoId as string, ...pull });
    const proposed = task === null ? null : await triggers.findProposed(task.id);
    if (proposed?.number === pull.number) {
      return pull;
    }
  }
  return null;
}
