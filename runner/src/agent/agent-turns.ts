import { join } from "node:path";
import type { ExecutionEventBody, Verification } from "@catalyst/core";
import { createLogLimit } from "../events/limit-logs.ts";
import { type JobRun, say } from "../job-run.ts";
import { createCheckpoints } from "../result/checkpoints.ts";
import { type CollectedWork, collectWork } from "../result/collect-work.ts";
import { verifyWork } from "../result/verify-work.ts";
import { OWN_FOLDER, type Work } from "../workspace/own-repository.ts";
import { nextTurn } from "./next-turn.ts";
import { planAgent } from "./plan-agent.ts";
import { type AgentEnd, runAgent } from "./run-agent.ts";

const TURN_EVENTS: ExecutionEventBody["type"][] = ["tool_result", "message", "log"];

/** What the agent's turns came to, as far as they got. */
export interface Turns {
  end: AgentEnd | null;
  /** The work as it would be published; null: there is nothing to collect. */
  collected: CollectedWork | null;
  /** The commit that was pushed last while the agent worked. */
  pushed: string | null;
  verification: Verification | null;
  /** The agent's own name for its conversation. */
  sessionId: string | null;
}

/**
 * Lets the agent work until the project's `verify` accepts what it made, at most as often as the project says. All turns
 * share the agent's time. `turns` has what was reached when this rejects.
 */
export async function runTurns(run: JobRun, work: Work, turns: Turns): Promise<void> {
  const { verify, verifyAttempts } = run.job.hooks;
  const deadline = Date.now() + run.job.timeoutSeconds * 1000;
  let job = run.job;
  for (let attempt = 1; ; attempt++) {
    await runTurn(run, { ...work, job }, turns);
    if (run.spool.ended.aborted || job.agent.purpose === "plan") {
      return;
    }
    turns.collected = await collectWork(work, join(OWN_FOLDER, "result.git"));
    await say(run, ...turns.collected.notes);
    if (verify === null || turns.end?.outcome !== "completed") {
      return;
    }
    const end = await verifyWork(run, { work, collected: turns.collected, script: verify, attempt });
    if (run.signal.aborted) {
      turns.end = { ...turns.end, outcome: "cancelled", summary: "It was cancelled while its work was verified." };
      return;
    }
    turns.verification = { isPassed: end.exitCode === 0, attempts: attempt, ...end };
    const leftSeconds = Math.floor((deadline - Date.now()) / 1000);
    if (end.exitCode === 0 || attempt > verifyAttempts || !(await hasTime(run, leftSeconds))) {
      return;
    }
    await say(run, "The work doesn't pass the verification yet: it goes back to the agent.");
    job = { ...nextTurn(run.job, turns.sessionId, end), timeoutSeconds: leftSeconds };
  }
}

async function hasTime(run: JobRun, leftSeconds: number): Promise<boolean> {
  if (leftSeconds > 0) {
    return true;
  }
  await say(run, "The work doesn't pass the verification, and the agent has no time left for another turn.");
  return false;
}

async function runTurn(run: JobRun, work: Work, turns: Turns): Promise<void> {
  const { spool, signal } = run;
  const { job } = work;
  const checkpoints = createCheckpoints(work, {
    folder: join(OWN_FOLDER, "checkpoint.git"),
    onEvent: (body) => spool.add(body),
  });
  const isPushing = job.agent.purpose !== "plan";
  const logLimit = createLogLimit(Date.now);
  const addAll = async (bodies: ExecutionEventBody[]) => {
    for (const body of bodies) {
      await spool.add(body);
    }
  };
  const onEvent = (body: ExecutionEventBody): Promise<void> => {
    if (body.type === "session") {
      turns.sessionId = body.sessionId;
    }
    if (isPushing && TURN_EVENTS.includes(body.type)) {
      checkpoints.consider();
    }
    return addAll(logLimit.pass(body));
  };
  try {
    const plan = planAgent(job, work.env);
    turns.end = await runAgent({ ...plan, job, repositoryPath: work.repositoryPath, onEvent, signal });
    await addAll(logLimit.end());
  } finally {
    turns.pushed = (await checkpoints.stop()) ?? turns.pushed;
  }
}
