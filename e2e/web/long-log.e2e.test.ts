import { connectDatabase } from "@catalyst/postgres";
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { type OpenedWeb, openWeb } from "./open-web.ts";

const LINES = 45_000;

let web: OpenedWeb;

beforeAll(async () => {
  web = await openWeb();
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const ran = await web.home.run(["run", "true", "--repo", repository.path, "--agent", "script"]);
  expect(ran.exitCode, ran.stdout + ran.stderr).toBe(0);
  const db = await connectDatabase({ home: web.home.path, databaseUrl: null });
  await db.pool.query(
    `insert into agent_events (execution_id, number, source, writer, source_number, at, body)
     select id, n, 'runner', 'long', n, now(), jsonb_build_object('type', 'log', 'stream', 'stdout', 'text', 'said ' || n)
     from agent_executions, generate_series(last_event_number + 1, $1) n`,
    [LINES],
  );
  await db.pool.query("update agent_executions set last_event_number = $1", [LINES]);
  await db.close();
});
afterAll(() => web?.close());

/**
 * The number of the line that is uppermost, each time before it was scrolled by so much: whoever looks goes on once there is a line to
 * be seen, however long the machine takes to draw it.
 */
async function scroll(page: Page, { frames, by }: { frames: number; by: number }): Promise<number[]> {
  return page.evaluate<number[]>(`new Promise((resolve) => {
    const log = document.querySelector("[role=log]");
    const numbers = [];
    const step = () => {
      const top = log.getBoundingClientRect().top;
      const row = [...log.querySelectorAll("[data-index]")].find((one) => one.getBoundingClientRect().bottom > top);
      const text = row?.innerText.match(/said (\\d+)/);
      if (text) {
        numbers.push(Number(text[1]));
        log.scrollTop += ${by};
      }
      numbers.length < ${frames} ? requestAnimationFrame(step) : resolve(numbers);
    };
    requestAnimationFrame(step);
  })`);
}

test("a long log is scrolled through line after line, also where the heights that are kept are others'", async () => {
  const { page } = await web.signIn();
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
  await page.goto(`${web.url}/agent-tasks/1`);
  await page.getByText(`said ${LINES}`, { exact: true }).waitFor();
  await page.goto("about:blank");
  await page.goto(`${web.url}/agent-tasks/1#L30300`);
  await page.getByText("said 30300", { exact: true }).waitFor();
  const upwards = await scroll(page, { frames: 240, by: -90 });
  expectSteady(upwards.toReversed());
  expect(upwards.at(-1)).toBeLessThan(29_900);
  await page.getByRole("log").evaluate((log, share) => {
    log.scrollTop = log.scrollHeight * share;
  }, 38_850 / LINES);
  await page
    .getByText(/^said 388\d\d$/)
    .first()
    .waitFor();
  const downwards = await scroll(page, { frames: 240, by: 90 });
  expectSteady(downwards);
  expect(downwards.at(-1)).toBeGreaterThan(39_200);
});

/** Nothing is passed over, and nothing comes twice. */
function expectSteady(numbers: readonly number[]): void {
  const steps = numbers.slice(1).map((number, index) => number - (numbers[index] as number));
  expect(Math.min(...steps), numbers.join(" ")).toBeGreaterThanOrEqual(0);
  expect(Math.max(...steps), numbers.join(" ")).toBeLessThanOrEqual(12);
}

test("the beginning of a long log is a jump away, and its end the press of a key", async () => {
  const { page } = await web.signIn();
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
  await page.goto(`${web.url}/agent-tasks/1`);
  await page.getByText(`said ${LINES}`, { exact: true }).waitFor();
  await page.getByRole("log").evaluate((log) => {
    log.scrollTop = 0;
  });
  await page.getByText("Starting Script.").waitFor();
  await page.getByRole("log").evaluate((log) => {
    log.scrollTop = log.scrollHeight / 2;
  });
  await page
    .getByText(/^said 2[12]\d{3}$/)
    .first()
    .waitFor();
  await page.keyboard.press("f");
  await page.getByText(`said ${LINES}`, { exact: true }).waitFor();
});
