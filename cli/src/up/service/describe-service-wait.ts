import { cleanTerminalText } from "../../output/words/clean-terminal-text.ts";
import type { ServiceState } from "./service-state.ts";

/** What is waited for, and why once more. */
export function describeServiceWait({
  name,
  failures,
  lastWords,
}: Pick<ServiceState, "name" | "failures" | "lastWords">): string {
  if (failures === 0) {
    return `waiting for the ${name}, which is starting`;
  }
  const why = cleanTerminalText(lastWords.split("\n", 1)[0] ?? "");
  return `waiting for the ${name}, which is being started again${why === "" ? "" : `: ${why}`}`;
}
