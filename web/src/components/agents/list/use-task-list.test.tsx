import type { ListedTask } from "@catalyst/api";
import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readFilter } from "../../../tasks/task-filter.ts";
import { type DrawnPage, openPage } from "../../../testing/open-page.ts";
import { useTaskList } from "./use-task-list.ts";

/** The numbers of those that are archived by then. */
type Answer = (...archived: number[]) => void;

const told = vi.hoisted(() => ({ tell: (_number: number) => {}, asked: [] as Answer[] }));

vi.mock("../../../live/use-live.ts", () => ({
  useTold: (_topic: string, _after: null, { onTold }: { onTold: (told: unknown) => void }) => {
    told.tell = (number) => onTold({ item: { taskId: String(number) } });
  },
}));
vi.mock("../../../api/browser-client.ts", () => ({
  browserClient: () => ({
    call: (name: string, asked: { params?: { task: string } }) =>
      new Promise((resolve) => {
        told.asked.push((...archived) => {
          const all = TASKS.map((task) => (archived.includes(task.number) ? { ...task, archivedAt: ARCHIVED } : task));
          const listed = { data: all.filter(({ archivedAt }) => archivedAt === null), nextCursor: null };
          resolve(name === "getTask" ? all.find(({ id }) => id === asked.params?.task) : listed);
        });
      }),
  }),
}));

const ARCHIVED = new Date(0).toISOString();
const TASKS = [3, 2, 1].map(
  (number) => ({ id: String(number), number, status: "completed", archivedAt: null }) as ListedTask,
);

let page: DrawnPage;

beforeEach(async () => {
  page = await openPage();
  vi.useFakeTimers();
  told.asked = [];
});
afterEach(async () => {
  vi.useRealTimers();
  await page.close();
});

function Listed() {
  const { tasks, fresh } = useTaskList({ data: TASKS, nextCursor: null }, readFilter({}, null));
  return [tasks, fresh].map((some) => some.map(({ number }) => number).join(" ")).join(" | ");
}

const pass = () => vi.advanceTimersByTimeAsync(1000);

/** Somebody archives the second: it isn't in the list any more. */
async function archiveSecond(): Promise<void> {
  await page.show(<Listed />);
  told.tell(2);
  await act(pass);
  await act(async () => told.asked.shift()?.(2));
  expect(page.body.textContent).toBe("3 1 | ");
}

test("a task that is put back while it is asked why it left stands in the list again", async () => {
  await page.show(<Listed />);
  told.tell(2);
  await act(pass);
  told.tell(2);
  await act(pass);
  await act(async () => told.asked.shift()?.(2));
  await act(pass);
  await act(async () => told.asked.shift()?.());
  expect(page.body.textContent).toBe("3 2 1 | ");
});

test("a task that is put back before the list without it is drawn stands in the list again", async () => {
  await page.show(<Listed />);
  told.tell(2);
  await act(pass);
  // Until an act has ended nothing is drawn.
  await act(async () => {
    told.asked.shift()?.(2);
    await pass();
    told.tell(2);
    await pass();
    told.asked.shift()?.();
  });
  expect(page.body.textContent).toBe("3 2 1 | ");
});

test.each([
  ["at the top", 0],
  ["further down", 500],
])("who looks %s sees what is put back where it was", async (_where, scrollY) => {
  await archiveSecond();
  Object.defineProperty(window, "scrollY", { value: scrollY });
  told.tell(2);
  await act(pass);
  await act(async () => told.asked.shift()?.());
  expect(page.body.textContent).toBe("3 2 1 | ");
});
