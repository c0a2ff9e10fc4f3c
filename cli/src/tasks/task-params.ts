import { CatalystError } from "@catalyst/core/apart";

/** A task as a person names it: its number, or the beginning of its id. Throws `invalid_input` for what can be neither. */
export function taskParams(reference: string): { task: string } {
  if (!/^(#?\d{1,9}|[0-9a-fA-F-]{4,36})$/.test(reference)) {
    throw new CatalystError(
      "invalid_input",
      `Finding the task "${reference}" failed: give its number, or at least 4 characters of its id.`,
      { way: { kind: "see_list", of: "tasks" } },
    );
  }
  return { task: reference };
}
