import { join } from "node:path";
import { type ExecutionEventBody, PURPOSES } from "@catalyst/core";
import { createLogLimit } from "../events/limit-logs.ts";
import type { JobRun } from "../job-run.ts";
import { createCheckpoints } from "../result/checkpoints.ts";
import { OWN_FOLDER, type Work } from "../workspace/own-repository.ts";
import { planAgent } from "./plan-agent.ts";
import { type AgentEnd, runAgent } from "./run-agent.ts";

const TURN_EVENTS: ExecutionEventBody["type"][] = ["tool_result", "message", "log"];

/** What the agent's turn came to, as far as it got. */
export interface Turn {
  end: AgentEnd | null;
  /** The commit that was pushed last. */
  pushed: string | null;
  /** The agent's own name for its conversation. */
  sessionId: string | null;
  /** How long the agent worked. */
  seconds: number;
  /** Whether the environment's disk was full when it ended. */
  isDiskFull: boolean;
}

/** Lets the agent work once, and pushes what it commits meanwhile. `turn` has what was reached when this rejects. */
export async function runTurn({ job, spool, signal }: JobRun, work: Work, turn: Turn): Promise<void> {
  const checkpoints = createCheckpoints(work, {
    folder: join(OWN_FOLDER, "checkpoint.git"),
    onEvent: (body) => spool.add(body),
  });
  const isPushing = PURPOSES[job.agent.purpose].mayChange;
  const logLimit = createLogLimit(Date.now);
  const addAll = async (bodies: ExecutionEventBody[]) => {
    for (const body of bodies) {
      await spool.add(body);
    }
  };
  const onEvent = (body: ExecutionEventBody): Promise<void> => {
    if (body.type === "session") {
      turn.sessionId = body.sessionId;
    }
    if (isPushing && TURN_EVENTS.includes(body.type)) {
      checkpoints.consider();
    }
    return addAll(logLimit.pass(body));
  };
  const startedAt = Date.now();
  try {
    const plan = planAgent(job, work.env);
    turn.end = await runAgent({ ...plan, job, repositoryPath: work.repositoryPath, onEvent, signal });
    await addAll(logLimit.end());
  } finally {
    turn.seconds = (Date.now() - startedAt) / 1000;
    turn.pushed = (await checkpoints.stop()) ?? turn.pushed;
  }
}
