import type { BrowserContext, Page, Request } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { findBarriers } from "./find-barriers.ts";
import { type OpenedWeb, openWeb } from "./open-web.ts";

let web: OpenedWeb;

beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web?.close());

async function run(script: string): Promise<void> {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const ran = await web.home.run(["run", script, "--repo", repository.path, "--agent", "script"]);
  expect(ran.exitCode, ran.stdout + ran.stderr).toBe(0);
}

const row = (page: Page, words: string) => page.getByRole("link", { name: new RegExp(words) });

/** As when the machine kills both for their memory: `up` starts them again. */
async function killServerAndWeb(): Promise<void> {
  expect(await Promise.all([web.home.kill("server/src/main.ts"), web.home.kill("web/main.ts")])).toEqual([1, 1]);
}

test("what happens between the making of a list and its stream's beginning is in the list, too", async () => {
  const { page } = await web.newPage();
  const held = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  await page.route("**/api/v1/events?*", async (route) => {
    asked.resolve();
    await held.promise;
    await route.continue();
  });
  await page.goto(await web.findLink());
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
  await asked.promise;
  await run("echo before the stream");
  expect(await row(page, "before the stream").count()).toBe(0);
  held.resolve();
  await row(page, "before the stream").waitFor();
});

test("a change that could not be asked for while the connection was broken is asked for again", async () => {
  const { page } = await web.signIn();
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
  let isBroken = true;
  await page.route(/\/api\/v1\/tasks([/?]|$)/, (route) => (isBroken ? route.abort() : route.continue()));
  await run("echo while it was broken");
  await page.getByRole("alert").filter({ hasText: "doesn't answer" }).waitFor();
  isBroken = false;
  await row(page, "Done.*while it was broken").waitFor();
  await page.getByRole("alert").filter({ hasText: "doesn't answer" }).waitFor({ state: "detached" });
});

test("an open list shows the next task also after the server and the web app were killed together", async () => {
  const { page } = await web.signIn();
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
  await killServerAndWeb();
  await run("echo after they were killed");
  await row(page, "Done.*after they were killed").waitFor();
});

test("a row flashes once in the colour of how its task ended, where that is seen", async () => {
  const { page } = await web.signIn();
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
  await page.evaluate(NOTE_FLASHES);
  const ran = run(`tail -f /dev/nul? ${web.home.path}; echo the end`);
  await row(page, "Running.*tail").waitFor();
  expect(await page.evaluate("flashed")).toEqual([]);
  await expect.poll(() => web.home.kill("tail -f /dev/null")).toBe(1);
  await ran;
  await row(page, "Done.*tail").first().waitFor();
  await expect.poll(() => page.evaluate("flashed")).toEqual(["ok"]);
});

/** Of which tokens' colour a row has flashed. */
const NOTE_FLASHES = `
  globalThis.flashed = [];
  addEventListener("animationstart", ({ animationName, target }) => {
    if (animationName === "flash") {
      flashed.push(/--flash:var\\(--(\\w+)\\)/.exec(target.className)?.[1]);
    }
  });`;

test("the page of a task stays over it, with what is typed, and shows how the task ended meanwhile", async () => {
  const { page } = await web.signIn();
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
  // Works until it is killed: named by this home, and spelled so that no other command line holds it.
  const ran = run(`tail -f /dev/nul? ${web.home.path}; echo the end`);
  await row(page, "Running.*tail").click();
  const composer = page.getByLabel("Message to the agent");
  await composer.fill("not sent yet");
  await killServerAndWeb();
  await expect.poll(() => web.home.kill("tail -f /dev/null")).toBe(1);
  await ran;
  await page.getByRole("log").getByText("the end", { exact: true }).waitFor();
  await page
    .locator("header")
    .getByText(/^Done\b/)
    .first()
    .waitFor();
  expect(await composer.inputValue()).toBe("not sent yet");
});

/** Asks for pages, but not beforehand. */
const asksForPage = (request: Request) =>
  request.headers().rsc !== undefined && request.headers()["next-router-prefetch"] === undefined;

/** Until this page is left for another document. */
const mark = (page: Page) => page.evaluate(() => void Object.assign(globalThis, { isMarked: true }));
const isMarked = (page: Page) => page.evaluate(() => "isMarked" in globalThis);

test("nobody answers as the page of a task is made again, and as a link is followed: each comes once somebody does", async () => {
  const { page } = await web.signIn();
  const ran = run(`tail -f /dev/nul? ${web.home.path}; echo the end`);
  await row(page, "Running.*tail").click();
  await page.getByLabel("Message to the agent").fill("not sent yet");
  await mark(page);
  let isBroken = true;
  let broken = 0;
  await page.route("**", async (route) => {
    if (isBroken && asksForPage(route.request())) {
      broken += 1;
      await route.abort("connectionreset");
    } else {
      await route.continue();
    }
  });
  await expect.poll(() => web.home.kill("tail -f /dev/null")).toBe(1);
  await ran;
  await page.getByRole("log").getByText("the end", { exact: true }).waitFor();
  await expect.poll(() => broken).toBeGreaterThan(1);
  isBroken = false;
  await page
    .locator("header")
    .getByText(/^Done\b/)
    .first()
    .waitFor();
  isBroken = true;
  broken = 0;
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Usage" }).click();
  await expect.poll(() => broken).toBeGreaterThan(1);
  isBroken = false;
  await page.getByRole("heading", { name: "Usage", exact: true }).waitFor();
  expect(await isMarked(page)).toBe(true);
});

test("a page that broke off while it came is tried again by itself", async () => {
  const { page } = await web.signIn();
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
  await mark(page);
  let isBreaking = true;
  await page.route(
    (url) => url.pathname === "/usage",
    async (route) => {
      if (!isBreaking || !asksForPage(route.request())) {
        await route.continue();
        return;
      }
      const answer = await route.fetch();
      // Within what the page itself says: of what comes with it some may be lost, and nobody misses it.
      const [come] = (await answer.text()).split('"Usage"');
      await route.fulfill({ response: answer, body: come as string });
    },
  );
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Usage" }).click();
  await page.getByRole("alert").filter({ hasText: "couldn't be shown" }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
  isBreaking = false;
  await page.getByRole("heading", { name: "Usage", exact: true }).waitFor();
  expect(await isMarked(page)).toBe(true);
});

const TABS = 10;

/** How many streams the pages of a browser have open just now. */
function watchStreams(context: BrowserContext): () => number {
  const open = new Map<Request, Page>();
  context.on("request", (request) => {
    if (new URL(request.url()).pathname === "/api/v1/events") {
      open.set(request, request.frame().page());
    }
  });
  context.on("requestfinished", (request) => open.delete(request));
  context.on("requestfailed", (request) => open.delete(request));
  // Nothing is told of the requests of a page that was closed.
  return () => [...open.values()].filter((page) => !page.isClosed()).length;
}

test("ten tabs of a browser follow by one stream, and by another one's once its tab was closed", async () => {
  const { page } = await web.newPage();
  const countStreams = watchStreams(page.context());
  await page.goto(await web.findLink());
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
  const others = await Promise.all(Array.from({ length: TABS - 1 }, () => web.besides(page)));
  const tabs = others.map((opened) => opened.page);
  await Promise.all(tabs.map((tab) => tab.goto(`${web.url}/agent-tasks`)));
  await run("echo for all tabs");
  await Promise.all([page, ...tabs].map((tab) => row(tab, "Done.*for all tabs").waitFor()));
  await expect.poll(countStreams).toBe(1);

  await page.close();
  await run("echo for the nine that are left");
  await Promise.all(tabs.map((tab) => row(tab, "Done.*for the nine that are left").waitFor()));
  await expect.poll(countStreams).toBe(1);
  await tabs[0]?.context().close();
});
