import type { StageKind } from "@catalyst/core";

/** The name of each stage's container: that of its kind, and from the second of a kind on a number. */
export function containerNames(stages: { name: StageKind }[]): string[] {
  const counts = new Map<string, number>();
  return stages.map(({ name }) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  });
}
