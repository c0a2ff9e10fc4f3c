import { randomUUID } from "node:crypto";
import type { Event, Execution, TaskDetails, TaskStatus } from "@catalyst/api";
import { type ApiClient, ApiError } from "@catalyst/api/own";
import { CatalystError } from "@catalyst/core/apart";
import { expect, test } from "vitest";
import { followTask } from "./follow-task.ts";

const TASK_ID = randomUUID();
const OLDER = { id: "older", endedAt: new Date().toISOString() } as Execution;

/** What is told to all who wait for it. */
function createBell() {
  let waiting: (() => void)[] = [];
  return {
    ring() {
      for (const wake of waiting.splice(0)) {
        wake();
      }
    },
    rung: (signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        waiting = [...waiting, resolve];
        signal?.addEventListener("abort", () => resolve(), { once: true });
      }),
  };
}

/** A server with a task of one execution that works, in memory. */
function serveTask() {
  const executionId = randomUUID();
  const events: Event[] = [];
  const bell = createBell();
  let status: TaskStatus = "running";
  const failures: Error[] = [];
  const hasEnded = () => status !== "running";
  const answers: Record<string, () => unknown> = {
    getTask: () => ({ id: TASK_ID, status }) as TaskDetails,
    listExecutions: () => ({
      data: [OLDER, { id: executionId, endedAt: hasEnded() ? new Date().toISOString() : null }],
    }),
  };
  const asked: string[] = [];
  let change: Record<string, unknown> = { type: "created" };
  const followed: Record<string, unknown> = {};
  async function* follow(operation: string, input: unknown, { signal }: { signal?: AbortSignal } = {}) {
    followed[operation] = input;
    for (let next = 0; signal?.aborted !== true; ) {
      if (operation === "streamTaskChanges") {
        yield { taskId: TASK_ID, body: change };
      } else if (next < events.length) {
        yield events[next] as Event;
        next += 1;
        continue;
      } else if (hasEnded()) {
        return;
      }
      await bell.rung(signal);
    }
  }
  const client = {
    call: async (operation: string) => {
      asked.push(operation);
      const failure = failures.shift();
      if (failure !== undefined) {
        throw failure;
      }
      return answers[operation]?.();
    },
    follow,
  } as unknown as ApiClient;
  return {
    client,
    executionId,
    asked,
    followed,
    failures,
    add(text: string) {
      const number = events.length + 1;
      const body = { type: "message", role: "assistant", text };
      events.push({ executionId, number, source: "runner", sourceNumber: number, at: "", body });
      bell.ring();
    },
    /** Something happened to the task that nothing else tells of. */
    tell(body: Record<string, unknown>) {
      change = body;
      bell.ring();
    },
    end() {
      change = { type: "status", status: "completed" };
      status = "completed";
      bell.ring();
    },
  };
}

const textOf = ({ body }: Event): string => String(body.text);
const { signal: never } = new AbortController();

test("every event is shown once and in order, those that came last before the end too", async () => {
  const { client, add, end } = serveTask();
  for (let count = 1; count <= 1200; count++) {
    add(String(count));
  }
  const seen: string[] = [];
  const onEvent = (event: Event) => {
    seen.push(textOf(event));
    if (seen.length === 1200) {
      add("late");
      end();
    }
  };
  const task = await followTask({ taskId: TASK_ID, onEvent, signal: never }, client);
  expect(task.status).toBe("completed");
  expect(seen).toEqual([...Array.from({ length: 1200 }, (_, index) => String(index + 1)), "late"]);
});

test("following stops at the signal while the task goes on", async () => {
  const { client, add } = serveTask();
  const controller = new AbortController();
  const following = followTask(
    { taskId: TASK_ID, onEvent: () => controller.abort(), signal: controller.signal },
    client,
  );
  add("one");
  expect((await following).status).toBe("running");
});

test("a database that doesn't answer for a while is waited for, and nothing is shown twice", async () => {
  const { client, add, end, failures } = serveTask();
  const outage = new ApiError("unavailable", "The database doesn't answer just now.", { status: 503 });
  failures.push(new CatalystError("unavailable", outage.message, { cause: outage }), outage);
  add("one");
  const seen: string[] = [];
  const onTick = () => {
    add("two");
    end();
  };
  const onEvent = (event: Event) => void seen.push(textOf(event));
  const task = await followTask({ taskId: TASK_ID, onEvent, onTick, signal: never }, client);
  expect(task.status).toBe("completed");
  expect(seen).toEqual(["one", "two"]);
});

test("what the server refuses ends the following at once", async () => {
  const { client, failures } = serveTask();
  failures.push(new CatalystError("not_found", "There is no such task."));
  const following = followTask({ taskId: TASK_ID, onEvent: () => undefined, signal: never }, client);
  await expect(following).rejects.toMatchObject({ code: "not_found" });
});

test("a task that is quiet isn't asked for", async () => {
  const { client, add, end, asked } = serveTask();
  add("one");
  const asks: number[] = [];
  const onTick = () => {
    asks.push(asked.length);
    if (asks.length === 4) {
      end();
    }
  };
  await followTask({ taskId: TASK_ID, onEvent: () => undefined, onTick, signal: never }, client);
  expect(asks.at(-1)).toBe(asks.at(-2));
});

test("one that was read just now isn't asked for again, and is followed from the changes on that it was read after", async () => {
  const { client, add, end, asked, executionId, followed } = serveTask();
  add("one");
  const task = { id: TASK_ID, status: "running" } as TaskDetails;
  const executions = [OLDER, { id: executionId, endedAt: null } as Execution];
  const seen: string[] = [];
  let asksBefore: number | null = null;
  const onEvent = (event: Event) => {
    seen.push(textOf(event));
    asksBefore ??= asked.length;
    end();
  };
  const known = { task, executions, changes: 7 };
  const ended = await followTask({ taskId: TASK_ID, onEvent, signal: never, known }, client);
  expect([ended.status, seen, asksBefore]).toEqual(["completed", ["one"], 0]);
  expect(followed.streamTaskChanges).toMatchObject({ query: { after: 7 } });
});

test("one that had settled when it was read is asked for: its executions may not have ended when they were", async () => {
  const { client, end, asked, executionId } = serveTask();
  end();
  const executions = [OLDER, { id: executionId, endedAt: null } as Execution];
  const known = { task: { id: TASK_ID, status: "completed" } as TaskDetails, executions, changes: 7 };
  await followTask({ taskId: TASK_ID, onEvent: () => undefined, signal: never, known }, client);
  expect(asked).toContain("listExecutions");
});

test.each([
  [{ type: "execution_moved", state: "publishing" }, false],
  [{ type: "status", status: "running" }, false],
  [{ type: "status", status: "paused_budget" }, true],
  [{ type: "of a newer server" }, true],
])("whether %o is news of the task", async (body, isNews) => {
  const { client, tell, end, asked } = serveTask();
  const asks: number[] = [];
  const onTick = () => {
    asks.push(asked.length);
    // The first look, and the one after the change that is there already.
    if (asks.length === 2) {
      tell(body);
    } else if (asks.length > 2) {
      end();
    }
  };
  await followTask({ taskId: TASK_ID, onEvent: () => undefined, onTick, signal: never }, client);
  expect((asks[2] ?? 0) > (asks[1] ?? 0)).toBe(isNews);
});
