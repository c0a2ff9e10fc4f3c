import type { StageKind } from "./stage.ts";

/** The name of each stage in its environment: that of its kind, and from the second of a kind on a number. */
export function nameStages(kinds: readonly StageKind[]): string[] {
  const counts = new Map<string, number>();
  return kinds.map((kind) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count === 1 ? kind : `${kind}-${count}`;
  });
}
