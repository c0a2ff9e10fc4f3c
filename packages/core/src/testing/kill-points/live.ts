import { CatalystError } from "../../catalyst-error.ts";
import { advanceExecution } from "../../execution/advance-execution.ts";
import type { AgentExecution } from "../../execution/execution.ts";
import type { Lease } from "../../execution/execution-store.ts";
import type { AdvanceExecutionDeps } from "../../execution/step.ts";
import { sweepLeftovers } from "../../retention/sweep-leftovers.ts";
import { sweepResults } from "../../retention/sweep-results.ts";
import { submitTask } from "../../task/submit/submit-task.ts";
import { TaskRequest } from "../../task/submit/task-request.ts";
import type { AgentTask } from "../../task/task.ts";
import { BASE_COMMIT } from "../memory-repositories.ts";
import { type Life, REVIEWED } from "./lives.ts";
import { Died, type Fate, type Fault, type Mortal, mortal } from "./mortal.ts";
import { type Picture, pictureOf } from "./picture.ts";
import type { World } from "./world.ts";

/** More than any life needs: one that goes on for longer never ends. */
const MAX_ADVANCES = 60;

export interface Lived {
  picture: Picture;
  taskNumber: number;
  calls: readonly string[];
  /** Whether what was to befall it did. */
  isMet: boolean;
}

/** A life from what is asked for to its end, with at most one thing that befalls it; how the world is then. */
export async function live(world: World, life: Life, fault: Fault | null): Promise<Lived> {
  await life.before?.(world);
  const task = await ask(world, life);
  const fate: Fate = { fault, calls: [], isMet: false };
  const course = new Course(world, { life, task, fate });
  await course.run();
  const sweeping = { ...world.deps, retained: world.stores.retained };
  await sweepLeftovers(new Date(0), sweeping);
  await sweepResults(new Date(0), sweeping);
  return { picture: await pictureOf(world, task), taskNumber: task.number, calls: fate.calls, isMet: fate.isMet };
}

async function ask({ doors, actor }: World, { options = {}, isReview = false }: Life): Promise<AgentTask> {
  const head = { ref: "refs/heads/main", commit: BASE_COMMIT };
  const work = {
    repository: { kind: "folder", path: "/srv/shop", head },
    source: { kind: "prompt", text: "Fix the sum" },
  };
  const request = TaskRequest.parse({
    ...(isReview ? { source: { kind: "subject", url: REVIEWED, work: "review", text: "" } } : work),
    ...{ agents: [{ agent: "claude-code", model: null }], timeoutSeconds: 60, options },
  });
  return (await submitTask(request, actor, doors)).task;
}

type Ending = "done" | "died" | "asleep";

/** Workers one after the other, until nothing goes on and people want nothing more. */
class Course {
  readonly #world: World;
  readonly #of: { life: Life; task: AgentTask; fate: Fate };
  readonly #played = new Set<string>();
  readonly #sleepers: { worker: Mortal<AdvanceExecutionDeps>; lease: Lease; last: Promise<unknown> }[] = [];
  #turn = 0;
  #hasActed = false;
  #workers = 0;

  constructor(world: World, of: { life: Life; task: AgentTask; fate: Fate }) {
    this.#world = world;
    this.#of = of;
  }

  async run(): Promise<void> {
    const acts = [...(this.#of.life.acts ?? [])];
    for (let left = MAX_ADVANCES; left > 0; left--) {
      const open = await this.#open();
      const act = open === undefined ? acts.shift() : undefined;
      if (open === undefined && act === undefined) {
        return this.#wakeAll();
      }
      await (open === undefined ? act?.(this.#world, await this.#task()) : this.#conduct(open));
    }
    throw new Error(`It never ended: ${this.#of.fate.calls.slice(-20).join(", ")}`);
  }

  async #open(): Promise<AgentExecution | undefined> {
    const all = await this.#world.stores.executions.listForTask(this.#of.task.id);
    return all.find(({ endedAt }) => endedAt === null);
  }

  async #task(): Promise<AgentTask> {
    return (await this.#world.stores.tasks.get(this.#of.task.id)) ?? this.#of.task;
  }

  async #conduct({ id }: AgentExecution): Promise<void> {
    this.#workers += 1;
    const { executions } = this.#world.stores;
    const lease = await executions.claim({ executionId: id, workerId: `w${this.#workers}`, leaseSeconds: 600 });
    if (lease === null) {
      throw new Error("It can't be claimed.");
    }
    const worker = mortal(this.#world.deps, this.#of.fate);
    const ending = await this.#advanceUntilOver(lease, worker);
    if (ending === "died") {
      await worker.settled();
    }
    await this.#world.expireLease(id);
  }

  async #advanceUntilOver(lease: Lease, worker: Mortal<AdvanceExecutionDeps>): Promise<Ending> {
    const asleep = worker.asleep.then(() => "asleep" as const);
    for (let left = MAX_ADVANCES; left > 0; left--) {
      await this.#actMeanwhile(lease);
      const last = advance(lease, worker);
      const kind = await Promise.race([last, asleep]);
      if (kind === "asleep") {
        this.#sleepers.push({ worker, lease, last });
      }
      if (kind === "done" || kind === "died" || kind === "asleep") {
        return kind;
      }
      if (kind === "wait") {
        await this.#play(lease.executionId);
      }
    }
    throw new Error(`It is not getting on: ${this.#of.fate.calls.slice(-20).join(", ")}`);
  }

  async #actMeanwhile({ executionId }: Lease): Promise<void> {
    const { meanwhile } = this.#of.life;
    const execution = await this.#world.stores.executions.get(executionId);
    if (!this.#hasActed && meanwhile !== undefined && execution?.state === meanwhile.state) {
      this.#hasActed = true;
      await meanwhile.act(this.#world, await this.#task());
    }
  }

  /** What happens in an environment happens once, whoever conducts it. */
  async #play(executionId: string): Promise<void> {
    const execution = await this.#world.stores.executions.get(executionId);
    const environment = `${executionId} ${execution?.restarts} ${execution?.evictions}`;
    if (execution === null || this.#played.has(environment)) {
      return;
    }
    this.#played.add(environment);
    const turn = this.#of.life.turns?.[this.#turn];
    this.#turn += 1;
    if (turn === undefined) {
      throw new Error("Nobody says what happens in this environment.");
    }
    await turn(this.#world, execution);
  }

  /** Those that slept beyond their lease go on, as if nothing had happened meanwhile. */
  async #wakeAll(): Promise<void> {
    for (const { worker, lease, last } of this.#sleepers) {
      worker.wake();
      let kind = await last;
      for (let left = MAX_ADVANCES; left > 0 && kind === "again"; left--) {
        kind = await advance(lease, worker);
      }
    }
  }
}

/** `died` also where it lost its lease; a worker tries again what failed otherwise. */
async function advance(
  lease: Lease,
  worker: Mortal<AdvanceExecutionDeps>,
): Promise<"again" | "wait" | "done" | "died" | "queue"> {
  try {
    return (await advanceExecution(lease, worker.deps)).kind;
  } catch (error) {
    const isLost = error instanceof CatalystError && error.code === "lease_lost";
    return worker.hasDied() || error instanceof Died || isLost ? "died" : "again";
  }
}
