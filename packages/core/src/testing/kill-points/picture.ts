import type { AgentExecution } from "../../execution/execution.ts";
import { placeOf } from "../../result/read-publication.ts";
import type { AgentTask } from "../../task/task.ts";
import type { World } from "./world.ts";

/** How the world is once a life is over, without what differs from one world to the next. */
export type Picture = Awaited<ReturnType<typeof pictureOf>>;

const MANY = 1_000_000;
const ALL = { afterNumber: 0, limit: 1000 };

/** Everything that people and forges see of a task, and everything that must be gone. */
export async function pictureOf(world: World, { id }: AgentTask) {
  const { stores, userId, login } = world;
  const task = await stores.tasks.get(id);
  const executions = await stores.executions.listForTask(id);
  const kept = new Set(executions.map(({ result }) => placeOf(result)));
  const keys = await stores.credentials.listUsable({ taskId: id, userId });
  const picture = {
    task: {
      ...{ status: task?.status, failureReason: task?.failureReason, errorMessage: task?.errorMessage },
      result: task?.resultPayload,
    },
    executions: await Promise.all(executions.map((execution) => executionOf(world, execution))),
    changes: (await stores.changes.list({ taskId: id, ...ALL })).map(({ body }) => body),
    waiting: (await stores.messages.listUndelivered(id)).map(({ number }) => number),
    outside: outsideOf(world),
    left: {
      environments: await world.environments.list(),
      quarantines: await world.repositories.listQuarantines(),
      // What an execution's result names is kept for its time.
      results: (await world.repositories.listResults()).filter((id) => !kept.has(`results/${id}.git`)),
      grants: await stores.grants.listExecutions(),
      keys: keys.filter(({ taskId }) => taskId !== null).length,
    },
  };
  return nameless(picture, { ids: [...executions.map((one) => one.id), id], number: task?.number ?? 0, login });
}

async function executionOf({ stores }: World, { id, ...execution }: AgentExecution) {
  const events = await stores.events.list({ executionId: id, ...ALL });
  const { state, purpose, headCommit, verification, commitsProduced, commentsPosted, exitCode } = execution;
  return {
    ...{ state, purpose, headCommit, verification, commitsProduced, commentsPosted, exitCode },
    events: events.map(({ number, body }) => ({ number, body })),
    told: (await stores.messages.listDelivered(id)).map(({ number, text }) => ({ number, text })),
  };
}

/** What stands in the repository and at the forge. */
function outsideOf({ repositories, forge }: World) {
  const { pullRequests, reviews, comments, reactions, threads } = forge;
  return {
    branches: Object.fromEntries(repositories.published),
    refs: Object.fromEntries(repositories.refs),
    pullRequests: pullRequests.map(({ lines, ...pullRequest }) => pullRequest),
    ...{ reviews, comments, reactions, threads: [...threads.values()].flat() },
  };
}

interface Names {
  ids: readonly string[];
  number: number;
  login: string;
}

const TIMES: readonly [RegExp, string][] = [
  [/catalyst-sequence:\d+/g, "catalyst-sequence:n"],
  // By the clock, as people are told.
  [/It took \d+ (?:s|min)/g, "It took a while"],
];

/** Ids, people, numbers and times are others in each world; a number that is told from others by its size is taken out. */
function nameless<Value>(value: Value, { ids, number, login }: Names): Value {
  const text = JSON.stringify(value).replaceAll(login, "somebody");
  const timeless = TIMES.reduce((written, [time, name]) => written.replaceAll(time, name), text);
  const named = ids.reduce(
    (written, id, index) =>
      written
        .replaceAll(id, `id-${index}`)
        .replaceAll(id.slice(0, 8), `i-${index}`)
        .replaceAll(`-${id.slice(0, 4)}/`, `-${index}/`),
    number > MANY ? timeless.replaceAll(String(number), "1") : timeless,
  );
  return JSON.parse(named) as Value;
}
