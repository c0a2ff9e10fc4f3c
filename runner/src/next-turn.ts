import type { Job } from "@catalyst/core";
import type { HookEnd } from "./run-hook.ts";

/** The job of the turn after a failed `verify`: what was asked, and what the verification said. */
export function nextTurn(job: Job, { exitCode, output }: HookEnd): Job {
  if (job.agent.provider === null) {
    // An agent without a model takes its prompt as a program, to which words can't be added.
    return job;
  }
  return { ...job, prompt: `${job.prompt}\n\n${describe(job.hooks.verify ?? "", exitCode, output)}` };
}

function describe(script: string, exitCode: number | null, output: string): string {
  const how = exitCode === null ? "was ended" : `ended with exit code ${exitCode}`;
  return [
    "# The work so far doesn't pass",
    "",
    "You have worked on this already: your changes are in the repository. The project's own check doesn't accept them yet.",
    "Mend what it finds and leave everything else as it is. Don't weaken the check.",
    "",
    `It was run as \`${script.trim()}\` and ${how}. The end of its output:`,
    "",
    ...(output.trim() === "" ? ["(it printed nothing)"] : output.split("\n")).map((line) => `    ${line}`),
  ].join("\n");
}
