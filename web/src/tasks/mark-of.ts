import type { ListedTask } from "@catalyst/api";

/** How a status looks: a colour and a shape of its own. */
export type Mark = "running" | "waiting" | "asks" | "ok" | "bad" | "off";

const MARKS: Record<ListedTask["status"], Mark> = {
  pending: "waiting",
  provisioning: "running",
  running: "running",
  publishing: "running",
  awaiting_approval: "asks",
  paused_budget: "asks",
  completed: "ok",
  failed: "bad",
  cancelled: "off",
  refused: "off",
};

const WORDS: Record<ListedTask["status"], string> = {
  pending: "Waiting",
  provisioning: "Starting",
  running: "Running",
  publishing: "Publishing",
  awaiting_approval: "Needs you",
  paused_budget: "Paused",
  completed: "Done",
  failed: "Failed",
  cancelled: "Stopped",
  refused: "Not started",
};

export const markOf = (status: ListedTask["status"]): Mark => MARKS[status];
export const statusWord = (status: ListedTask["status"]): string => WORDS[status];
export const isStatus = (word: string): word is ListedTask["status"] => Object.hasOwn(WORDS, word);
