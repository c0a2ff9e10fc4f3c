import { basename } from "node:path";
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { expectQuiet } from "./expect-quiet.ts";
import { type OpenedPage, type OpenedWeb, openWeb } from "./open-web.ts";

const COMMIT = "echo done > done.txt && git add done.txt && git commit -qm 'Add done.txt'";
/** While it plans, it can't write. */
const PLAN_THEN_COMMIT = `if [ -w . ]; then ${COMMIT}; else printf '# Steps\\n\\n- Add done.txt\\n'; fi`;

let web: OpenedWeb;
let opened: OpenedPage;
let page: Page;
let repository: GitRepository;

beforeAll(async () => {
  web = await openWeb();
  opened = await web.signIn();
  page = opened.page;
  repository = await createGitRepository({ "a.txt": "one\n" });
  // Known by its name from now on.
  const checked = await web.home.run(["config", "check", "--repo", repository.path]);
  expect(checked.exitCode, checked.stderr).toBe(0);
});
afterAll(() => web?.close());

/** By the form, as a person would. */
async function start(script: string, fill: () => Promise<void> = async () => undefined): Promise<string> {
  await page.goto(`${web.url}/agent-tasks/new`);
  await page.getByRole("textbox", { name: "What is wanted" }).fill(script);
  await page.getByRole("combobox", { name: "Repository" }).fill(basename(repository.path));
  await page.getByRole("radio", { name: /^Script/ }).check();
  await fill();
  await page.getByRole("button", { name: /^Start/ }).click();
  await page.waitForURL(/\/agent-tasks\/\d+$/);
  return new URL(page.url()).pathname.split("/").at(-1) as string;
}

const planFirst = () => page.getByRole("switch", { name: "Plan first" }).check();
const press = (name: string | RegExp) => page.getByRole("button", { name }).click();
/** The pill beside the title. */
const isShown = (word: string) =>
  page
    .locator("header")
    .getByText(new RegExp(`^${word}\\b`))
    .first()
    .waitFor();
const show = async (number: string) => JSON.parse((await web.home.run(["tasks", "show", number, "--json"])).stdout);

test("what is typed while the page's scripts are still on their way is what is started", async () => {
  const held = Promise.withResolvers<void>();
  await page.route("**/_next/static/**/*.js", async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.goto(`${web.url}/agent-tasks/new`, { waitUntil: "commit" });
  const prompt = page.getByRole("textbox", { name: "What is wanted" });
  await prompt.fill("echo typed early");
  expect(await page.getByRole("button", { name: /^Start/ }).isDisabled(), "nobody hears it yet").toBe(true);
  held.resolve();
  await page.unrouteAll({ behavior: "wait" });
  await page.getByRole("combobox", { name: "Repository" }).fill(basename(repository.path));
  await page.getByRole("radio", { name: /^Script/ }).check();
  expect(await prompt.inputValue()).toBe("echo typed early");
  await page.getByRole("button", { name: /^Start/ }).click();
  await page.waitForURL(/\/agent-tasks\/\d+$/);
  await page.getByRole("heading", { name: "echo typed early" }).waitFor();
});

test("a plan is read, approved as it is, and what it led to is published", async () => {
  const number = await start(PLAN_THEN_COMMIT, planFirst);
  await page.getByText("The plan is ready").waitFor();
  await page.getByRole("tab", { name: "Plan" }).click();
  await page
    .getByRole("tabpanel", { name: "Plan" })
    .getByRole("listitem")
    .filter({ hasText: "Add done.txt" })
    .waitFor();
  await press("Approve");
  await isShown("Done");
  expect(await show(number)).toMatchObject({ status: "completed", plan: { isEdited: false } });
  expectQuiet(opened);
});

test("a plan is approved as a person has rewritten it", async () => {
  const number = await start(PLAN_THEN_COMMIT, planFirst);
  await press("Edit");
  const plan = page.getByLabel("The plan");
  expect(await plan.inputValue()).toContain("- Add done.txt");
  await plan.fill("# Steps\n\n- Add done.txt\n- Test it");
  await press("Approve as edited");
  await isShown("Done");
  const task = await show(number);
  expect(task).toMatchObject({ status: "completed", plan: { isEdited: true } });
  expect(task.plan.markdown).toContain("Test it");
});

test("a plan goes back with what is wrong with it, and comes again as another", async () => {
  const number = await start(PLAN_THEN_COMMIT, planFirst);
  await press("Reject");
  expect(await page.getByRole("button", { name: "Send it back" }).isDisabled()).toBe(true);
  // A script takes what it is told as its next lines: the first is no command, the second is the plan.
  await page.getByLabel("What to change").fill("With a test.\necho '- Test it'");
  await press("Send it back");
  await page.getByRole("tab", { name: "Plan" }).click();
  await page.getByRole("tabpanel", { name: "Plan" }).getByRole("listitem").filter({ hasText: "Test it" }).waitFor();
  await page.getByText("The plan is ready").waitFor();
  await page.getByText("Attempt 2 of 2").waitFor();
  expect(await show(number)).toMatchObject({ status: "awaiting_approval" });
});

test("a task is stopped after one question, which says what stays", async () => {
  // Works until it is killed: named by this home, and spelled so that no other command line holds it.
  const number = await start(`tail -f /dev/nul? ${web.home.path}`);
  await page.getByText("Starting Script.").waitFor();
  await press("Stop");
  const question = page.getByRole("alertdialog");
  await question.getByText("What it has committed is kept").waitFor();
  await question.getByText(`catalyst tasks cancel ${number}`).waitFor();
  await question.getByRole("button", { name: "Stop" }).click();
  await isShown("Stopped");
  expect(await show(number)).toMatchObject({ status: "cancelled" });
});

test("of a race the results stand side by side, and the picked one alone is published", async () => {
  const branches = async () =>
    (await repository.git("branch", "--list", "catalyst/*")).split("\n").filter((name) => name !== "").length;
  const before = await branches();
  const { exitCode, stderr } = await web.home.run([
    "run",
    COMMIT,
    "--repo",
    repository.path,
    "--agents",
    "script,script:slow",
  ]);
  expect(exitCode, stderr).toBe(0);
  await page.goto(`${web.url}/needs-you`);
  await page.getByRole("link", { name: /Results wait to be picked/ }).click();
  await page.getByRole("tab", { name: "Compare" }).click();
  await page.getByRole("region", { name: "Attempt 2" }).getByRole("button", { name: "Publish" }).click();
  await isShown("Done");
  expect(await branches()).toBe(before + 1);
});

test("what the policy found is published by whoever may, with the reason, which is kept", async () => {
  const number = await start(
    "mkdir -p .github/workflows && echo 'on: push' > .github/workflows/x.yml && git add -A && git commit -qm Workflow",
  );
  const bar = page.getByRole("region", { name: "Needs you" });
  await bar.getByText(".github/workflows/x.yml").waitFor();
  expect(await bar.getByRole("button", { name: "Publish all the same" }).isDisabled()).toBe(true);
  await bar.getByLabel("Why it may be published").fill("It is ours, and was read.");
  await bar.getByRole("button", { name: "Publish all the same" }).click();
  await isShown("Done");
  const task = await show(number);
  expect(JSON.stringify(task)).toContain("It is ours, and was read.");
});
