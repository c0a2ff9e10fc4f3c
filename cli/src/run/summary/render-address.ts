import type { TaskResult } from "@catalyst/api";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";

/** Where it is at the forge. */
export function renderAddress({ publication }: TaskResult): string[] {
  return "url" in publication ? [`  See      ${cleanTerminalLine(publication.url, 300)}`] : [];
}
