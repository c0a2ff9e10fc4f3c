import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { type OpenedWeb, openWeb } from "./open-web.ts";

let web: OpenedWeb;

beforeAll(async () => {
  web = await openWeb();
  const repository = await createGitRepository({ "a.txt": "one\n" });
  for (const script of ["echo the first", "echo the second"]) {
    const ran = await web.home.run(["run", script, "--repo", repository.path, "--agent", "script"]);
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(0);
  }
});
afterAll(() => web?.close());

test("a key takes a task out of the list, another person's page hears of it, and it is put back as easily", async () => {
  const { page } = await web.signIn();
  const row = (words: string) => page.getByRole("link", { name: new RegExp(words) });
  await row("the second").focus();
  await page.keyboard.press("e");
  await row("the second").waitFor({ state: "detached" });
  await page.getByRole("status").filter({ hasText: "#2 archived" }).waitFor();
  await page.locator("a[data-task]:focus", { hasText: "the first" }).waitFor();
  expect((await web.home.run(["tasks", "list"])).stdout).not.toContain("the second");
  expect((await web.home.run(["tasks", "list", "--archived"])).stdout).toContain("the second");
  await page.getByRole("button", { name: "Undo" }).click();
  await row("the second").waitFor();
});

test("what can be done with a task stands over its row where that is pointed at or has the focus", async () => {
  const { page } = await web.signIn();
  const row = page.getByRole("link", { name: /the second/ });
  const acts = page.getByRole("group", { name: "What can be done with #2" });
  await row.waitFor();
  expect(await acts.count()).toBe(0);
  await row.hover();
  await acts.getByRole("button", { name: "Archive" }).click();
  await row.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await row.focus();
  await page.keyboard.press(".");
  await page.locator("button:focus", { hasText: "Archive" }).waitFor();
  await page.keyboard.press("j");
  await page.locator("a[data-task]:focus", { hasText: "the first" }).waitFor();
});

test("Esc on a task leads back to the list as it was left", async () => {
  const { page } = await web.signIn();
  await page.getByRole("button", { name: "Mine" }).click();
  await page.waitForURL(/show=mine/);
  await page.getByRole("link", { name: /the second/ }).click();
  await page.getByRole("tab", { name: "Raw log" }).click();
  await page.keyboard.press("Escape");
  await page.waitForURL(/\/agent-tasks\?show=mine/);
  // Who came by an address was at no list.
  const { page: other } = await web.besides(page);
  await other.goto(`${web.url}/agent-tasks/1`);
  // A page is there before it listens to keys.
  const leave = async () => {
    await other.keyboard.press("Escape");
    return new URL(other.url()).pathname;
  };
  await expect.poll(leave).toBe("/agent-tasks");
});

test("several are archived at once, stand under their own filter and are put back there; so does a command", async () => {
  const { page } = await web.signIn();
  const row = (words: string) => page.getByRole("link", { name: new RegExp(words) });
  await row("the first").focus();
  await page.keyboard.press("x");
  await row("the second").focus();
  await page.keyboard.press("x");
  await page.getByRole("button", { name: /^Archive 2/ }).click();
  await row("the first").waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^Archived/ }).click();
  await row("the first").focus();
  await page.keyboard.press("e");
  await row("the first").waitFor({ state: "detached" });
  expect((await web.home.run(["tasks", "list"])).stdout).toContain("the first");
  expect((await web.home.run(["tasks", "unarchive", "2"])).stdout).toContain("#2 is in the list again");
  await row("the second").waitFor({ state: "detached" });
});

test("the page of a task archives it", async () => {
  const { page } = await web.signIn();
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
  await page.goto(`${web.url}/agent-tasks/1`);
  await page.getByRole("button", { name: /^Archive/ }).click();
  await page.getByRole("button", { name: /^Unarchive/ }).waitFor();
  await page.keyboard.press("e");
  await page.getByRole("button", { name: /^Archive/ }).waitFor();
});
