import { sendStatusComment } from "@catalyst/core/status-comment";
import { postgresEventStore, postgresExecutionStore } from "@catalyst/postgres";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type PlayedAnswers, playAnswers } from "./play-answers.ts";

const MINUTE = 60_000;

let played: PlayedAnswers;
let clock: number;
beforeEach(async () => {
  clock = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now: clock });
  played = await playAnswers();
});
afterEach(async () => {
  vi.useRealTimers();
  await played?.close();
});

function passTo(time: number): void {
  clock = Math.max(clock, time);
  vi.setSystemTime(clock);
}

test("ten tasks that always have something new to tell for half an hour stay far below 500 texts in an hour", async () => {
  const numbers = [];
  for (let count = 0; count < 10; count++) {
    numbers.push(await played.open("ada", { labels: ["catalyst"] }));
  }
  await played.decide("issues.labeled", 10);
  await played.tell();
  const tasks = await played.tasks();
  for (const { id } of tasks) {
    await played.move(id, "running");
  }
  await played.tell();
  await tellProgress(
    tasks.map(({ id }) => id),
    clock + 30 * MINUTE,
  );
  for (const { id } of tasks) {
    await played.move(id, "cancelled");
  }
  await played.tell();
  const used = played.peer.usage(`installation ${played.peer.installation("acme").id}`);
  expect(used.contentInHour).toBeGreaterThan(100);
  expect(used.contentInHour).toBeLessThan(350);
  expect(numbers.map((number) => played.said(number).map((body) => body.includes("### ⏹️ Stopped")))).toEqual(
    numbers.map(() => [true]),
  );
});

/** As the outbox has it told, whose clock is the database's: when each is due next, they say. */
async function tellProgress(taskIds: readonly string[], end: number): Promise<void> {
  const due = new Map(taskIds.map((taskId) => [taskId, clock]));
  const executions = postgresExecutionStore(played.db);
  const events = postgresEventStore(played.db);
  for (;;) {
    const [taskId, at] = [...due].reduce((first, one) => (one[1] < first[1] ? one : first));
    if (at >= end) {
      return passTo(end);
    }
    passTo(at);
    const [execution] = await executions.listForTask(taskId);
    const executionId = execution?.id ?? "";
    const body = { type: "tool_call", callId: "1", tool: "bash", summary: `step at ${clock}` } as const;
    await events.record({ executionId, source: "worker", body });
    const item = {
      taskId,
      payload: { tells: "progress", executionId },
      attempts: 1,
      problem: null,
      expiresAt: new Date(end * 2),
    };
    const outcome = await sendStatusComment(item, played.sending);
    expect(outcome).toMatchObject({ kind: "again", problem: null });
    due.set(taskId, outcome.kind === "again" ? outcome.dueAt.getTime() : end);
  }
}
