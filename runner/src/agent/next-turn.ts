import { findAgentOfJob } from "@catalyst/agents";
import { type Handover, type Job, SessionId } from "@catalyst/core";

/**
 * The job of the turn after a failed `verify`. An agent that can goes on in its session with what the verification said;
 * any other starts again with what was asked, and that.
 */
export function nextTurn(job: Job, { verify, sessionId }: Pick<Handover, "verify" | "sessionId">): Job {
  if (job.agent.provider === null) {
    // An agent without a model takes its prompt as a program, to which words can't be added.
    return job;
  }
  const what = describe(job.hooks.verify ?? "", verify?.exitCode ?? null, verify?.output ?? "");
  const session = findAgentOfJob(job.agent).canResume ? SessionId.safeParse(sessionId).data : undefined;
  return session === undefined
    ? { ...job, prompt: `${job.prompt}\n\n${what}`, agent: { ...job.agent, resumeSessionId: null } }
    : { ...job, prompt: what, agent: { ...job.agent, resumeSessionId: session } };
}

function describe(script: string, exitCode: number | null, output: string): string {
  const how = exitCode === null ? "was ended" : `ended with exit code ${exitCode}`;
  return [
    "# The work so far doesn't pass",
    "",
    "You have worked on this already: your changes are in the repository. The project's own check doesn't accept them yet.",
    "Mend what it finds and leave everything else as it is. Don't weaken the check.",
    "",
    "It is run on what you committed, apart from you: files that git ignores are there as the project's setup left them.",
    `It was run as \`${script.trim()}\` and ${how}. The end of its output:`,
    "",
    ...(output.trim() === "" ? ["(it printed nothing)"] : output.split("\n")).map((line) => `    ${line}`),
  ].join("\n");
}
