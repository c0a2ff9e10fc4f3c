import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { EnvironmentRequest } from "../../environment/environment.ts";
import { StageJob } from "../../environment/stages/job.ts";
import type { StageKind } from "../../environment/stages/stage.ts";

/** A job for tests, whose prompt is what the stand-in for a runner does. */
export function jobOf(stage: StageKind, prompt: string, changes: Partial<z.input<typeof StageJob>> = {}): StageJob {
  return StageJob.parse({
    ...{ executionId: randomUUID(), stageNumber: 0, stage, prompt },
    agent: { id: "script", model: null, provider: null },
    repository: { baseCommit: "b".repeat(40), branch: "catalyst/1-fix", baseBranch: "main" },
    author: { name: "Agent", email: "agent@example.com" },
    ...{ leftoverCommitMessage: "Take over left-over changes", timeoutSeconds: 60, graceSeconds: 1 },
    ...changes,
  });
}

/** A request for an environment of an agent that needs no installation. */
export function requestOf(changes: Partial<z.input<typeof EnvironmentRequest>>): EnvironmentRequest {
  return EnvironmentRequest.parse({
    executionId: randomUUID(),
    agentId: "script",
    agentVersion: null,
    repoId: randomUUID(),
    limits: { cpus: 1, memoryMib: 256, processes: 64, diskMib: 32 },
    timeoutSeconds: 60,
    stages: [{ job: jobOf("agent", "") }],
    ...changes,
  });
}
