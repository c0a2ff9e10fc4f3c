import type { Colors } from "../../output/output.ts";

export function renderNext(commands: string[], colors: Colors): string[] {
  return [`  ${colors.bold("Next")}:`, ...commands.map((command) => `    ${command}`)];
}
