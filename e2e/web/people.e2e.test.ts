import type { Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { findBarriers } from "./find-barriers.ts";
import { type OpenedWeb, openWeb } from "./open-web.ts";

const COMMIT = "echo done > done.txt && git add done.txt && git commit -qm 'Add done.txt'";
const TEAMS = ["crimson", "turquoise"] as const;

let web: OpenedWeb;
/** A member of each team, beside somebody who may only look at what the first does. */
const pages: Record<(typeof TEAMS)[number] | "viewer", Page> = {} as never;

async function catalyst(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await web.home.run(args);
  expect(exitCode, `${args.join(" ")}: ${stdout}${stderr}`).toBe(0);
  return stdout;
}

async function invite(name: string, team: string, role: string): Promise<Page> {
  const { page } = await web.newPage();
  await accept(page, { name, team, role });
  return page;
}

/** Becomes somebody in a team, in this browser. */
async function accept(page: Page, { name, team, role }: Record<"name" | "team" | "role", string>): Promise<void> {
  const invitation = await catalyst("people", "invite", name, "--team", team, "--role", role);
  await page.goto(/http:\S+/.exec(invitation)?.[0] as string);
  await page.getByLabel(/^Login/).fill(name);
  await page.getByLabel("E-mail").fill(`${name}@example.com`);
  await page.getByLabel(/^Password/).fill("correct horse battery");
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
}

beforeAll(async () => {
  web = await openWeb();
  for (const team of TEAMS) {
    await catalyst("teams", "create", team);
    const repository = await createGitRepository({ [`${team}.txt`]: "one\n" });
    await catalyst("config", "set", "enabledAgents", "script", "--project", `${team}/default`);
    const run = ["run", `echo ${team} secret; ${COMMIT}`, "--repo", repository.path, "--agent", "script"];
    await catalyst(...run, "--project", `${team}/default`);
    pages[team] = await invite(`${team}member`, team, "member");
  }
  pages.viewer = await invite("viewer", "crimson", "viewer");
});
afterAll(() => web?.close());

test("two teams see nothing of each other: not in a list, not by an address, not by a search, not live", async () => {
  const { crimson, turquoise } = pages;
  for (const [page, own, foreign] of [
    [crimson, "crimson", "turquoise"],
    [turquoise, "turquoise", "crimson"],
  ] as const) {
    await page.goto(`${web.url}/agent-tasks`);
    await page.getByRole("link", { name: new RegExp(`echo ${own} secret`) }).waitFor();
    const number = own === "crimson" ? 2 : 1;
    for (const path of ["", `/${number}`, "/new", `?q=${foreign}`]) {
      await page.goto(`${web.url}/agent-tasks${path}`);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      expect(await page.content(), path).not.toContain(`${foreign} secret`);
    }
    for (const path of [`/agent-tasks/${number}`, `/projects/${foreign}~default/settings/agents`]) {
      await page.goto(`${web.url}${path}`);
      await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
    }
    for (const place of [
      "/projects",
      "/usage",
      "/audit",
      "/settings/team",
      "/settings/agents",
      "/settings/notifications",
    ]) {
      await page.goto(`${web.url}${place}`);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      expect(await page.locator("main").textContent(), place).not.toContain(foreign);
    }
  }
});

test("who is in several teams chooses in the frame which one pages tell of, and what needs them stays whose it is", async () => {
  const { page } = await web.signIn();
  const row = (team: string) => page.getByRole("link", { name: new RegExp(`echo ${team} secret`) });
  const picker = page.getByLabel("Team shown").filter({ visible: true });
  await Promise.all(TEAMS.map((team) => row(team).waitFor()));
  await page.getByRole("combobox", { name: "Repository" }).selectOption({ index: 1 });
  await page.waitForURL(/repo=/);
  await expect.poll(() => page.locator("a[data-task]").count()).toBe(1);
  await page.getByRole("button", { name: "×" }).click();
  await Promise.all(TEAMS.map((team) => row(team).waitFor()));
  await picker.selectOption({ label: "crimson" });
  await row("turquoise").waitFor({ state: "detached" });
  await row("crimson").waitFor();
  await page.getByRole("button", { name: /^All 1$/ }).waitFor();
  await page.goto(`${web.url}/projects`);
  await page.getByRole("link", { name: "crimson/default" }).waitFor();
  expect(await page.getByRole("table").textContent()).not.toContain("turquoise");
  await page.goto(`${web.url}/settings/team`);
  await expect.poll(() => page.getByLabel("Team", { exact: true }).inputValue()).toBe("crimson");
  await page.goto(`${web.url}/agent-tasks/new`);
  await expect.poll(() => page.getByRole("combobox", { name: "Project" }).inputValue()).toBe("crimson/default");
  expect(await findBarriers(page)).toEqual([]);
  // An address shows everybody the same.
  await page.goto(`${web.url}/agent-tasks/2`);
  await page.getByRole("heading", { name: /turquoise secret/ }).waitFor();
  await page.goto(`${web.url}/agent-tasks`);
  await picker.selectOption({ label: "All teams" });
  await row("turquoise").waitFor();
  await page.context().close();
  expect(await pages.crimson.getByLabel("Team shown").count()).toBe(0);
});

test("a viewer sees what a team does, and every page says what they can't do instead of offering it", async () => {
  const { viewer } = pages;
  await viewer.goto(`${web.url}/agent-tasks`);
  await viewer.getByRole("link", { name: /echo crimson secret/ }).click();
  await viewer.getByRole("log").getByText("crimson secret").first().waitFor();
  await viewer.getByText("You may look at this task").waitFor();
  for (const name of ["Stop", "Retry", "Archive", "Update from base", "Send"]) {
    expect(await viewer.getByRole("button", { name }).count(), name).toBe(0);
  }
  expect(await viewer.getByLabel("Message to the agent").count()).toBe(0);
  await viewer.goto(`${web.url}/projects/crimson~default/settings/agents`);
  await viewer.getByRole("note").getByText("You are viewer here").waitFor();
  await viewer.goto(`${web.url}/agent-tasks/new?project=crimson%2Fdefault`);
  // What is still on its way stands beside what is shown.
  await viewer.locator("#content").getByText("You may look at this project").waitFor();
  expect(await viewer.getByRole("button", { name: /^Start/ }).isDisabled()).toBe(true);
});

test("a tab of somebody who signed out in another says so and keeps what they typed, and shows the next person nothing of it", async () => {
  const left = await invite("leaver", "crimson", "member");
  await left.goto(`${web.url}/agent-tasks/new`);
  const prompt = left.getByRole("textbox", { name: "What is wanted" });
  await prompt.fill("the leaver's secret plan");
  const { page: other } = await web.besides(left);
  await other.goto(`${web.url}/agent-tasks`);
  await other.getByRole("navigation").first().waitFor();
  await other.getByRole("button", { name: "Sign out" }).first().click();
  await other.waitForURL(/sign-in/);
  await left.getByText("You were signed out").waitFor();
  expect(await prompt.inputValue()).toBe("the leaver's secret plan");
  await accept(other, { name: "comer", team: "turquoise", role: "member" });
  await left.getByTitle("Signed in as comer").first().waitFor();
  await prompt.waitFor();
  expect(await prompt.inputValue()).toBe("");
  expect(await left.content()).not.toContain("secret plan");
  expect(await left.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))).not.toContain(
    "secret",
  );
});
