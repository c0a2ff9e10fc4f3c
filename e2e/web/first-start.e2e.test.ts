import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { expectQuiet } from "./expect-quiet.ts";
import { findBarriers } from "./find-barriers.ts";
import { type OpenedWeb, openWeb } from "./open-web.ts";
import { NOWHERE, PAGES } from "./pages.ts";
import { weighScripts } from "./weigh-scripts.ts";

const COMMIT = "echo done > done.txt && git add done.txt && git commit -qm 'Add done.txt'";

let web: OpenedWeb;

beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web?.close());

test("the printed address leads whoever isn't signed in to where they can, and back to the page that they came for", async () => {
  const opened = await web.newPage();
  const { page } = opened;
  await page.goto(`${web.url}/agent-tasks?status=running`);
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  expect(new URL(page.url()).searchParams.get("next")).toBe("/agent-tasks?status=running");
  expect(await findBarriers(page)).toEqual([]);
  expectQuiet(opened);
});

test("the owner's link leads to the tasks, where the first one shows how it goes by itself until it is done", async () => {
  const opened = await web.signIn();
  const { page } = opened;
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/agent-tasks");
  expect(await findBarriers(page)).toEqual([]);
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const ran = await web.home.run(["run", COMMIT, "--repo", repository.path, "--agent", "script"]);
  expect(ran.exitCode, ran.stdout + ran.stderr).toBe(0);
  await page.getByRole("link", { name: /echo done/ }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
  expectQuiet(opened);
});

test("no page keeps anybody out, in either theme, complains of anything or asks anybody else", async () => {
  const opened = await web.signIn();
  const { page } = opened;
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
  const barriers: string[] = [];
  for (const path of PAGES) {
    const answer = await page.goto(`${web.url}${path}`);
    expect(answer?.status(), path).toBe(200);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    barriers.push(...(await findBarriers(page)).map((one) => `${path}: ${one}`));
  }
  expect(barriers).toEqual([]);
  expectQuiet(opened);
});

test("an address that leads nowhere says so to everybody, too", async () => {
  const { page } = await web.signIn();
  const barriers: string[] = [];
  for (const path of NOWHERE) {
    await page.goto(`${web.url}${path}`);
    await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
    barriers.push(...(await findBarriers(page)).map((one) => `${path}: ${one}`));
  }
  expect(barriers).toEqual([]);
});

/** Of the list, which is open all day and comes first. */
const MAX_SCRIPT_BYTES = 200_000;

test("where a page may not copy, as over plain http from elsewhere, a command is chosen for the keys to do it", async () => {
  const { page } = await web.signIn();
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.goto(`${web.url}/settings/team`);
  await page.getByRole("button", { name: "Copy: catalyst teams create <slug>" }).click();
  await expect.poll(() => page.evaluate("String(getSelection())")).toBe("catalyst teams create <slug>");
});

test("the list of tasks comes with few scripts", async () => {
  const { page } = await web.signIn();
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
  const bytes = await weighScripts(page, `${web.url}/agent-tasks`);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
});
