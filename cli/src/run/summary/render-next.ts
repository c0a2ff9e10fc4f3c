import type { Colors } from "../../output/output.ts";

export function renderNext(commands: string[], colors: Colors): string[] {
  if (commands.length === 0) {
    return [];
  }
  return [`  ${colors.bold("Next")}:`, ...commands.map((command) => `    ${command}`)];
}
