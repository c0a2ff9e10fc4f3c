import type { Task } from "@catalyst/api";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";

type Ending = NonNullable<Task["ending"]>;

const WORDS: Readonly<Record<Ending["why"], string>> = {
  stopped: "stopped",
  closed: "its issue or pull request was closed",
  merged: "its pull request was merged",
  gone: "its issue isn't there any more",
};

/** What people did by which a task ended, or what became of what it proposed. */
export function renderEnding(ending: Ending | null): string[] {
  return ending === null ? [] : [`  Ended    ${WORDS[ending.why]}${sayBy(ending)}`];
}

function sayBy({ by }: Ending): string {
  return by === null ? "" : ` by ${by.isOfForge ? "@" : ""}${cleanTerminalLine(by.name, 100)}`;
}
