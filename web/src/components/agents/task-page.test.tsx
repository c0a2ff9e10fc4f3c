import type { AppRouterInstance } from "next/dist/shared/lib/app-router-context.shared-runtime.js";
import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime.js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Result } from "../../actions/result.ts";
import type { Fault } from "../../api/fault.ts";
import { type DrawnPage, openPage } from "../../testing/open-page.ts";
import type { TaskDetailProps } from "./task-detail.tsx";
import { TaskPage } from "./task-page.tsx";

vi.mock("./task-detail.tsx", () => ({
  TaskDetail: ({ task }: TaskDetailProps) => (
    <label>
      {task.title} <input defaultValue="" />
    </label>
  ),
}));

const AWAY: Fault = { code: "unavailable", message: "The server doesn't answer.", way: null, requestId: null };
const readAs = (title: string) => ({ ok: true, value: { task: { title } } }) as Result<TaskDetailProps>;
const router = { refresh: () => undefined } as unknown as AppRouterInstance;

let page: DrawnPage;

beforeEach(async () => {
  vi.useFakeTimers();
  page = await openPage();
});
afterEach(async () => {
  await page.close();
  vi.useRealTimers();
});

const show = (read: Result<TaskDetailProps>) =>
  page.show(
    <AppRouterContext value={router}>
      <TaskPage read={read} />
    </AppRouterContext>,
  );
const field = () => page.body.querySelector("input");

test("a task that can't be read anew for a moment stays as it was, with what was done on its page, and that is said", async () => {
  await show(readAs("Fix the sum"));
  const typedIn = field();
  await show({ ok: false, error: AWAY });
  expect(page.body.textContent).toContain("Fix the sum");
  expect(page.body.textContent).toContain("The server doesn't answer.");
  expect(field()).toBe(typedIn);
  await show(readAs("Fix the sum, and more"));
  expect(page.body.textContent).toBe("Fix the sum, and more ");
  expect(field()).toBe(typedIn);
});

test("a task that was never read is told of by its fault alone", async () => {
  await show({ ok: false, error: AWAY });
  expect(page.body.textContent).toContain("The server doesn't answer.");
  expect(field()).toBeNull();
});
