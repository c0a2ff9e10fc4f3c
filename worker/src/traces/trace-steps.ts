import type { AdvanceExecutionDeps, AgentExecution, Lease, TaskEnd } from "@catalyst/core";
import type { RecordSpan, Span } from "@catalyst/telemetry/traces";

type Steps = Omit<AdvanceExecutionDeps, "signal">;

export interface TraceStepsDeps {
  record: RecordSpan;
  /** Those of the registry: what others are called is anybody's word. */
  agents: ReadonlySet<string>;
  /** Milliseconds of the epoch. */
  now(): number;
}

type Phase = "resolve" | "provision" | "run" | "publish";

/** An execution that this worker conducts, and since when it is in its phase. */
interface Conducted {
  execution: AgentExecution;
  phase: Phase;
  since: number;
}

/**
 * The same steps, told as spans: an execution as a whole once it has ended, until it was claimed, each of its phases, and in these
 * what is done with its repository. A phase that a worker took over begins with that.
 */
export function traceSteps(steps: Steps, deps: TraceStepsDeps): Steps {
  const conducted = new Map<string, Conducted>();
  return {
    ...steps,
    executions: traceExecutions(steps.executions, conducted, deps),
    repositories: traceRepositories(steps.repositories, conducted, deps),
  };
}

function traceExecutions(
  executions: Steps["executions"],
  conducted: Map<string, Conducted>,
  { record, agents, now }: TraceStepsDeps,
): Steps["executions"] {
  /** The phase is over, and the next one begins. */
  const enter = ({ executionId }: Lease, phase: Phase | null, hasFailed = false) => {
    const one = conducted.get(executionId);
    if (one !== undefined && one.phase !== phase) {
      const endedAt = now();
      record({ ...partOf(one.execution, one.phase), startedAt: one.since, endedAt, hasFailed });
      Object.assign(one, { phase, since: endedAt });
    }
  };
  return {
    ...executions,
    async get(id) {
      const execution = await executions.get(id);
      if (execution !== null && execution.endedAt === null && !conducted.has(id)) {
        const since = now();
        conducted.set(id, { execution, phase: phaseOf(execution), since });
        if (execution.resolution === null) {
          record({ ...partOf(execution, "claim"), startedAt: execution.startedAt.getTime(), endedAt: since });
        }
      }
      return execution;
    },
    async resolve(lease, decision) {
      await executions.resolve(lease, decision);
      enter(lease, "provision");
    },
    async move(lease, to, patch) {
      await executions.move(lease, to, patch);
      enter(lease, phaseOf({ state: to, resolution: null }, "provision"));
    },
    async end(lease, end, patch) {
      await executions.end(lease, end, patch);
      enter(lease, null, end.state === "failed");
      const execution = conducted.delete(lease.executionId) ? await executions.get(lease.executionId) : null;
      if (execution !== null) {
        record({ ...wholeOf(execution, end, agents), startedAt: execution.startedAt.getTime(), endedAt: now() });
      }
    },
    async release(lease) {
      conducted.delete(lease.executionId);
      await executions.release(lease);
    },
  };
}

function traceRepositories(
  repositories: Steps["repositories"],
  conducted: ReadonlyMap<string, Conducted>,
  { record, now }: TraceStepsDeps,
): Steps["repositories"] {
  const timed = async <Result>(id: string, name: string, work: () => Promise<Result>): Promise<Result> => {
    const one = conducted.get(id);
    const startedAt = now();
    const note = (hasFailed: boolean) =>
      one !== undefined && record({ ...partOf(one.execution, name), startedAt, endedAt: now(), hasFailed });
    try {
      const result = await work();
      note(false);
      return result;
    } catch (error) {
      note(true);
      throw error;
    }
  };
  return {
    ...repositories,
    ensureQuarantine: (input) =>
      timed(input.executionId, "make quarantine", () => repositories.ensureQuarantine(input)),
    importResult: (input) => timed(input.executionId, "import and check", () => repositories.importResult(input)),
  };
}

function phaseOf({ state, resolution }: Pick<AgentExecution, "state" | "resolution">, first: Phase = "resolve"): Phase {
  switch (state) {
    case "running":
      return "run";
    case "publishing":
      return "publish";
    default:
      return resolution === null ? first : "provision";
  }
}

function partOf({ id, taskId }: AgentExecution, name: string): Omit<Span, "startedAt" | "endedAt"> {
  return {
    name,
    place: { kind: "of_execution", taskId, executionId: id },
    kind: "internal",
    attributes: {},
    hasFailed: false,
  };
}

function wholeOf(
  { id, taskId, agentType, purpose }: AgentExecution,
  { state, failureReason }: TaskEnd,
  agents: ReadonlySet<string>,
): Omit<Span, "startedAt" | "endedAt"> {
  return {
    name: `execution ${purpose}`,
    place: { kind: "execution", taskId, executionId: id },
    kind: "internal",
    attributes: {
      "catalyst.agent": agentType !== null && agents.has(agentType) ? agentType : "custom",
      "catalyst.outcome": state,
      ...(failureReason === null ? {} : { "catalyst.failure_reason": failureReason }),
    },
    hasFailed: state === "failed",
  };
}
