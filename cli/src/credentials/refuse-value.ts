import { CatalystError } from "@catalyst/core/apart";

/**
 * Throws `invalid_input` for what was given beside the one argument, or after a "=" in it: most likely the value itself, which is never repeated, as
 * what is written here ends in logs.
 */
export function refuseValue(args: readonly string[], command: string): void {
  if (args.length > 1 || args[0]?.includes("=")) {
    throw new CatalystError(
      "invalid_input",
      `Storing it failed: the value is never an argument, where other users of the machine and your shell's history see it. Let it ask (${command}), or give it a file: ${command} < FILE. If that was the real one, replace it at whoever gave it to you.`,
    );
  }
}
