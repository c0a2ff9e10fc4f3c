import type { Verification } from "../task/task.ts";

const SHOWN_CHARACTERS = 2000;
const SHOWN_OF_COMMAND = 80;

/** What a failed verification says, for people. */
export function describeVerification({ attempts, exitCode, output, command = "" }: Verification): string {
  if (exitCode === 0) {
    return `The project's verify hook passed for another commit, which doesn't count. ${output}`;
  }
  const how = exitCode === null ? "it didn't end in its time" : `exit code ${exitCode}`;
  const times = attempts === 1 ? "once" : `${attempts} times`;
  const shown = output.trim().slice(-SHOWN_CHARACTERS);
  const what = `The project's verify hook${nameCommand(command)} ran ${times} and still fails (${how}).`;
  return shown === "" ? `${what} It printed nothing.` : `${what} The end of its output:\n${shown}`;
}

/** A short one whole, of a longer one how it begins. */
function nameCommand(command: string): string {
  const [first = ""] = command.trim().split("\n");
  const isWhole = first === command.trim() && first.length <= SHOWN_OF_COMMAND;
  return first === "" ? "" : ` (${isWhole ? first : `${first.slice(0, SHOWN_OF_COMMAND)} ...`})`;
}
