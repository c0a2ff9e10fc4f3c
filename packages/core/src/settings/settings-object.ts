import { z } from "zod";

/**
 * An object of settings: a name that it doesn't have is an error that names the nearest one it has. `ofOwner`: names that are
 * settings, but not here, where somebody else writes them.
 */
export function settingsObject<Shape extends z.core.$ZodLooseShape>(shape: Shape, ofOwner: readonly string[] = []) {
  const describe = (name: string) =>
    ofOwner.includes(name)
      ? `${JSON.stringify(name)} is not for a repository to say: its owner's own settings may`
      : describeUnknown(name, Object.keys(shape));
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map(describe).join("; ")
        : "must be a group of settings, each with its name",
  });
}

/** What is wrong, in words. The rule that a name breaks is inside the issue of its record. */
export function describeIssue(issue: z.core.$ZodIssue): string {
  return issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
}

/** More than these don't help who reads them. */
const MOST_NAMED = 15;

/** Says that there is no such name, and which one may have been meant. */
export function describeUnknown(name: string, known: readonly string[]): string {
  const unknown = `${JSON.stringify(name.slice(0, 50))} is not known here`;
  const near = nearestName(name, known);
  if (near !== null) {
    return `${unknown}; did you mean ${near}?`;
  }
  const group = `${name.split(".", 1)[0]}.`;
  const alike = known.length <= MOST_NAMED ? known : known.filter((one) => one.startsWith(group));
  return alike.length === 0 ? unknown : `${unknown}; known are ${alike.join(", ")}`;
}

/** The known name that differs least; null when none is near. */
export function nearestName(name: string, known: readonly string[]): string | null {
  const wanted = plain(name);
  const ranked = known
    .map((one) => ({ one, distance: editDistance(wanted, plain(one)) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= mostDistance(wanted.length) ? best.one : null;
}

/** Two letters that changed places are two changes. */
function mostDistance(length: number): number {
  return length < 3 ? 1 : Math.max(2, Math.floor(length / 3));
}

/** `timeout_minutes` and `timeout-minutes` mean `timeoutMinutes`. */
function plain(name: string): string {
  return name.slice(0, 60).replaceAll(/[-_]/g, "").toLowerCase();
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, character] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (character === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row.at(-1) as number;
}
