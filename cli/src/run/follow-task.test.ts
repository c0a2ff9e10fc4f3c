import { randomUUID } from "node:crypto";
import type { AgentExecution, AgentTask, ExecutionEvent, TaskStatus } from "@catalyst/core";
import { expect, test } from "vitest";
import { type FollowTaskDeps, followTask } from "./follow-task.ts";

const TASK_ID = randomUUID();

/** A task with one execution, in memory. */
function memory() {
  const executionId = randomUUID();
  const events: ExecutionEvent[] = [];
  let status: TaskStatus = "running";
  const rings: (() => void)[] = [];
  const ring = () => {
    for (const one of rings) {
      one();
    }
  };
  const deps: FollowTaskDeps = {
    tasks: { get: async () => ({ id: TASK_ID, status }) as AgentTask },
    executions: {
      listForTask: async () =>
        [
          { id: "older", endedAt: new Date() },
          { id: executionId, endedAt: null },
        ] as AgentExecution[],
    },
    events: {
      list: async (input) =>
        input.executionId === executionId
          ? events.filter(({ number }) => number > input.afterNumber).slice(0, input.limit)
          : [],
      watch: async (_id, onChange) => {
        rings.push(onChange);
        return async () => undefined;
      },
    },
    changes: {
      subscribe: async (onChange) => {
        rings.push(() => onChange(TASK_ID));
        return () => undefined;
      },
    },
  };
  return {
    deps,
    add(text: string) {
      const number = events.length + 1;
      events.push({
        executionId,
        number,
        source: "runner",
        sourceNumber: number,
        at: new Date(),
        body: { type: "message", role: "assistant", text },
      });
      ring();
    },
    end() {
      status = "completed";
      ring();
    },
    ring,
  };
}

function textOf({ body }: ExecutionEvent): string {
  return body.type === "message" ? body.text : "";
}

test("every event is shown once and in order, those that came last before the end too", async () => {
  const { deps, add, end } = memory();
  for (let count = 1; count <= 1200; count++) {
    add(String(count));
  }
  const seen: string[] = [];
  const onEvent = (event: ExecutionEvent) => {
    seen.push(textOf(event));
    if (seen.length === 1200) {
      add("late");
      end();
    }
  };
  const task = await followTask({ taskId: TASK_ID, onEvent, signal: new AbortController().signal }, deps);
  expect(task.status).toBe("completed");
  expect(seen).toEqual([...Array.from({ length: 1200 }, (_, index) => String(index + 1)), "late"]);
});

test("following stops at the signal while the task goes on", async () => {
  const { deps, add } = memory();
  const controller = new AbortController();
  const following = followTask({ taskId: TASK_ID, onEvent: () => controller.abort(), signal: controller.signal }, deps);
  add("one");
  expect((await following).status).toBe("running");
});

test("with a signal that came before, what is stored is shown once", async () => {
  const { deps, add } = memory();
  add("one");
  const seen: string[] = [];
  await followTask(
    { taskId: TASK_ID, onEvent: (event) => seen.push(textOf(event)), signal: AbortSignal.abort() },
    deps,
  );
  expect(seen).toEqual(["one"]);
});

test("a database that doesn't answer for a while is waited for, and nothing is shown twice", async () => {
  const { deps, add, end, ring } = memory();
  add("one");
  let failures = 3;
  const list: FollowTaskDeps["events"]["list"] = async (input) => {
    if (input.afterNumber === 1 && failures > 0) {
      failures -= 1;
      throw new Error("terminating connection due to administrator command");
    }
    return deps.events.list(input);
  };
  const seen: string[] = [];
  const onTick = () => {
    ring();
    if (failures === 0) {
      add("two");
      end();
    }
  };
  const flaky = { ...deps, events: { ...deps.events, list } };
  const input = { taskId: TASK_ID, onEvent: (event: ExecutionEvent) => seen.push(textOf(event)), onTick };
  const task = await followTask({ ...input, signal: new AbortController().signal }, flaky);
  expect(task.status).toBe("completed");
  expect(seen).toEqual(["one", "two"]);
});

test("what isn't announced isn't looked for: a task that is quiet costs nothing", async () => {
  const { deps, add, end } = memory();
  add("one");
  let looks = 0;
  const list: FollowTaskDeps["events"]["list"] = (input) => {
    looks += 1;
    return deps.events.list(input);
  };
  let ticks = 0;
  const onTick = () => {
    ticks += 1;
    if (ticks === 3) {
      expect(looks).toBe(1);
      end();
    }
  };
  const counting = { ...deps, events: { ...deps.events, list } };
  const input = { taskId: TASK_ID, onEvent: () => undefined, onTick, signal: new AbortController().signal };
  expect((await followTask(input, counting)).status).toBe("completed");
});

test("with a signal that came before, nobody listens for what is to come", async () => {
  const { deps, add } = memory();
  add("one");
  const refuse = async () => Promise.reject(new Error("it listens"));
  const deaf = { ...deps, events: { ...deps.events, watch: refuse }, changes: { subscribe: refuse } };
  const task = await followTask({ taskId: TASK_ID, onEvent: () => undefined, signal: AbortSignal.abort() }, deaf);
  expect(task.status).toBe("running");
});
