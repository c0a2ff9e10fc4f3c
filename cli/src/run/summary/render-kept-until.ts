import type { TaskResult } from "@catalyst/api";

/** How long what is kept of a result is there, or since when it isn't. */
export function renderKeptUntil(result: TaskResult | null, keptUntil: string | null): string[] {
  const removedAt = result?.removedAt ?? null;
  if (removedAt !== null) {
    return [`  What was kept of its commits had its time and was removed on ${dayOf(removedAt)}.`];
  }
  return keptUntil === null ? [] : [`  Kept until ${dayOf(keptUntil)}.`];
}

function dayOf(time: string): string {
  return time.slice(0, 10);
}
