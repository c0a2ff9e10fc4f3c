import type { ListedTask } from "@catalyst/api";
import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readFilter } from "../../../tasks/task-filter.ts";
import { type DrawnPage, openPage } from "../../../testing/open-page.ts";
import { useTaskList } from "./use-task-list.ts";

type Answer = (archivedAt: string | null) => void;

const told = vi.hoisted(() => ({ tell: (_id: string) => {}, asked: [] as { name: string; answer: Answer }[] }));

vi.mock("../../../live/use-live.ts", () => ({
  useTold: (_topic: string, _after: null, { onTold }: { onTold: (told: unknown) => void }) => {
    told.tell = (taskId) => onTold({ item: { taskId } });
  },
}));
vi.mock("../../../api/browser-client.ts", () => ({
  browserClient: () => ({
    call: (name: string) =>
      new Promise((resolve) => {
        const answer: Answer = (archivedAt) => {
          const task = { ...TASK, archivedAt };
          resolve(name === "getTask" ? task : { data: archivedAt === null ? [task] : [], nextCursor: null });
        };
        told.asked.push({ name, answer });
      }),
  }),
}));

const TASK = { id: "one", number: 1, status: "completed", archivedAt: null } as ListedTask;

let page: DrawnPage;

beforeEach(async () => {
  page = await openPage();
  vi.useFakeTimers();
});
afterEach(async () => {
  vi.useRealTimers();
  await page.close();
});

function Listed() {
  return useTaskList({ data: [TASK], nextCursor: null }, readFilter({}, null))
    .tasks.map(({ number }) => number)
    .join();
}

const pass = () => act(() => vi.advanceTimersByTimeAsync(1000));

test("a task that is put back while it is asked why it left stands in the list again", async () => {
  await page.show(<Listed />);
  told.tell("one");
  await pass();
  told.tell("one");
  await pass();
  for (let at = 0; at < told.asked.length; at += 1) {
    await act(async () => told.asked[at]?.answer(at === 0 ? new Date(0).toISOString() : null));
    await pass();
  }
  expect(page.body.textContent).toBe("1");
});
