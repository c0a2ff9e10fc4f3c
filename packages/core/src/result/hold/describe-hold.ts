import type { Hold, HoldReason } from "./hold.ts";

const WORDS: Readonly<Record<HoldReason, string>> = {
  setting: "the project wants to see results first",
  public: "the repository is public",
  outsiders: "the agent was told words of people who may not write there",
  ci: "it changes what CI runs",
};

const MAX_NAMED = 5;

/** Why a result waits, as a sentence that names none of its paths. */
export function describeReasons({ reasons }: Hold): string {
  const words = reasons.map((reason) => WORDS[reason]);
  const last = words.at(-1) ?? "";
  const all = words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${last}` : last;
  return `It waits for your word before it is pushed, as ${all}. Whatever CI runs of a pushed branch has the repository's secrets.`;
}

/** Why a result waits, with what of it CI runs. */
export function describeHold(hold: Hold): string {
  const { paths } = hold;
  const more = paths.length > MAX_NAMED ? `, and ${paths.length - MAX_NAMED} more` : "";
  const named = paths.length === 0 ? "" : `\nCI runs: ${paths.slice(0, MAX_NAMED).join(", ")}${more}`;
  return `${describeReasons(hold)}${named}`;
}
