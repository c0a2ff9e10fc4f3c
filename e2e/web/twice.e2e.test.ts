import { basename } from "node:path";
import type { Page, Route } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { type OpenedWeb, openWeb } from "./open-web.ts";

const COMMIT = "echo done > done.txt && git add done.txt && git commit -qm 'Add done.txt'";
/** While it plans, it can't write. */
const PLAN_THEN_COMMIT = `if [ -w . ]; then ${COMMIT}; else printf '# Steps\\n\\n- Add done.txt\\n'; fi`;

let web: OpenedWeb;
let page: Page;
let repository: GitRepository;

beforeAll(async () => {
  web = await openWeb();
  ({ page } = await web.signIn());
  repository = await createGitRepository({ "a.txt": "one\n" });
  const checked = await web.home.run(["config", "check", "--repo", repository.path]);
  expect(checked.exitCode, checked.stderr).toBe(0);
});
afterAll(() => web?.close());

const show = async (number: string) => JSON.parse((await web.home.run(["tasks", "show", number, "--json"])).stdout);
const ask = async (path: string) => (await page.request.get(`${web.url}/api/v1${path}`)).json();
const countTasks = async (): Promise<number> => (await ask("/tasks?limit=200")).data.length;
/** How often something was said to a task. */
const countMessages = async (number: string): Promise<number> => {
  const { data } = await ask(`/tasks/${number}/changes?limit=200`);
  return data.filter(({ body }: { body: { type: string } }) => body.type === "message_added").length;
};

async function fillForm(script: string): Promise<void> {
  await page.goto(`${web.url}/agent-tasks/new`);
  await page.getByRole("textbox", { name: "What is wanted" }).fill(script);
  await page.getByRole("combobox", { name: "Repository" }).fill(basename(repository.path));
  await page.getByRole("radio", { name: /^Script/ }).check();
}

async function start(script: string, { plans = false } = {}): Promise<string> {
  await fillForm(script);
  if (plans) {
    await page.getByRole("switch", { name: "Plan first" }).check();
  }
  await page.getByRole("button", { name: /^Start/ }).click();
  await page.waitForURL(/\/agent-tasks\/\d+$/);
  return new URL(page.url()).pathname.split("/").at(-1) as string;
}

/** Lets what a page asks for next come to the server, and nothing of the answer back. */
async function loseNextAnswer(): Promise<void> {
  let isLost = false;
  await page.route(`${web.url}/**`, async (route: Route) => {
    if (isLost || route.request().method() !== "POST") {
      await route.fallback();
      return;
    }
    isLost = true;
    await route.fetch();
    await route.abort();
  });
}

test("a task whose answer was lost is started once, however often Start is pressed, also after the page was loaded anew", async () => {
  const before = await countTasks();
  await fillForm("echo 'started once'");
  await loseNextAnswer();
  await page.getByRole("button", { name: /^Start/ }).click();
  await page.getByText("Whether it was done isn't known").waitFor();
  await page.reload();
  await page.getByText("echo 'started once'").waitFor();
  await page.getByRole("button", { name: /^Start/ }).dblclick();
  await page.waitForURL(/\/agent-tasks\/\d+$/);
  expect(await countTasks()).toBe(before + 1);
});

test("a message whose answer was lost, or whose keys are held down, is told once", async () => {
  const number = await start("tail -f /dev/nul?");
  await page.getByText("Starting Script.").waitFor();
  const field = page.getByRole("textbox", { name: "Message to the agent" });
  await field.fill("echo told once");
  await loseNextAnswer();
  await page.getByRole("button", { name: /^Send/ }).click();
  await page.getByText("Whether it was done isn't known").waitFor();
  await page.reload();
  await expect.poll(() => field.inputValue()).toBe("echo told once");
  await field.focus();
  for (let pressed = 0; pressed < 5; pressed += 1) {
    await page.keyboard.press("Control+Enter");
  }
  await expect.poll(() => field.inputValue()).toBe("");
  expect(await countMessages(number)).toBe(1);
  await web.home.run(["tasks", "cancel", number]);
});

/** The same task as somebody sees it whom nobody tells what happens. */
async function openStale(number: string): Promise<Page> {
  const { page: stale } = await web.signIn();
  await stale.route("**/api/v1/events?**", (route) => route.abort());
  await stale.goto(`${web.url}/agent-tasks/${number}`);
  return stale;
}

test("whoever decides on a plan after somebody else is told so, sees how it is, and nothing happens twice", async () => {
  const number = await start(PLAN_THEN_COMMIT, { plans: true });
  await page.getByText("The plan is ready").waitFor();
  const stale = await openStale(number);
  await stale.getByRole("button", { name: "Reject" }).click();
  await stale.getByLabel("What to change").fill("Another one");
  await page.getByRole("button", { name: "Approve" }).click();
  await page.getByText("The plan is ready").waitFor({ state: "hidden" });
  await stale.getByRole("button", { name: "Send it back" }).click();
  await stale.getByText("That came too late").waitFor();
  await stale.getByText(/only a plan that waits|has no plan that waits/).waitFor();
  await stale.getByRole("button", { name: "All right" }).click();
  await stale.getByText("That came too late").waitFor({ state: "hidden" });
  await expect.poll(async () => (await show(number)).status).toBe("completed");
  expect(await countMessages(number)).toBe(0);
  expect((await show(number)).executions).toHaveLength(2);
});

test("of two tabs that retry at once one does, and both show the same new run", async () => {
  const number = await start("exit 3");
  await page.getByRole("button", { name: /^Retry/ }).waitFor();
  const other = (await web.besides(page)).page;
  await other.goto(`${web.url}/agent-tasks/${number}`);
  for (const tab of [page, other]) {
    await tab.getByRole("button", { name: /^Retry/ }).click();
  }
  const retry = (tab: Page) => tab.getByRole("alertdialog").getByRole("button", { name: "Retry", exact: true });
  await Promise.all([retry(page).dblclick(), retry(other).dblclick()]);
  for (const tab of [page, other]) {
    await tab.getByText("Attempt 2 of 2").waitFor();
  }
  await expect.poll(async () => (await show(number)).status).toBe("failed");
  expect((await show(number)).executions).toHaveLength(2);
});

test("of a race that is picked from once more by a tab that doesn't know one result is published, and it is told so", async () => {
  const race = ["run", COMMIT, "--repo", repository.path, "--agents", "script,script:slow"];
  const { exitCode, stderr } = await web.home.run(race);
  expect(exitCode, stderr).toBe(0);
  const [{ number }] = (await ask("/tasks?limit=1")).data;
  const stale = await openStale(String(number));
  await Promise.all([page, stale].map((tab) => tab.goto(`${web.url}/agent-tasks/${number}?tab=compare`)));
  const publish = (tab: Page, attempt: number) =>
    tab.getByRole("region", { name: `Attempt ${attempt}` }).getByRole("button", { name: "Publish" });
  await publish(stale, 2).waitFor();
  // The one that follows comes first: it would take its button away as soon as the other one had picked.
  await publish(page, 1).dblclick();
  await publish(stale, 2).dblclick();
  await expect.poll(async () => (await show(String(number))).status).toBe("completed");
  const { executions } = await show(String(number));
  expect(executions.filter(({ purpose }: { purpose: string }) => purpose === "publish")).toHaveLength(1);
  const refusal = /^Publishing a result of task #\d+ failed/;
  await stale.getByText(refusal).waitFor();
  expect(await page.getByText(refusal).count()).toBe(0);
});

test("a team whose answer was lost is made once, and shown", async () => {
  await page.goto(`${web.url}/settings/team`);
  const form = page.getByRole("form", { name: "New team" });
  await form.getByRole("textbox").fill("lost");
  await loseNextAnswer();
  await form.getByRole("button", { name: "Make team" }).click();
  await form.getByText("Whether it was done isn't known").waitFor();
  await form.getByRole("button", { name: "Make team" }).click();
  await page.waitForURL(/team=lost/);
  const { data } = await ask("/teams");
  expect(data.filter(({ slug }: { slug: string }) => slug === "lost")).toHaveLength(1);
});
