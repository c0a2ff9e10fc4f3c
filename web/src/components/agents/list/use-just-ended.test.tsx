import type { ListedTask } from "@catalyst/api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type DrawnPage, openPage } from "../../../testing/open-page.ts";
import { useJustEnded } from "./use-just-ended.ts";

let page: DrawnPage;

beforeEach(async () => {
  page = await openPage();
});
afterEach(() => page.close());

function Ended({ tasks }: { tasks: ListedTask[] }) {
  return [...useJustEnded(tasks)].join(" ");
}

const show = async (statuses: Record<string, ListedTask["status"]>) => {
  const tasks = Object.entries(statuses).map(([id, status]) => ({ id, status }) as ListedTask);
  await page.show(<Ended tasks={tasks} />);
  return page.body.textContent;
};

test("what ends while it is looked at is told from what was over before, or began again", async () => {
  expect(await show({ old: "completed", one: "running", two: "pending" })).toBe("");
  expect(await show({ old: "completed", one: "failed", two: "running" })).toBe("one");
  expect(await show({ old: "completed", one: "pending", two: "cancelled" })).toBe("two");
});
