/**
 * `npm run screenshots`: looks at every page of the web app in both themes and on a phone, with tasks in each state, and keeps the
 * pictures in `docs/web`. They are to be looked at by whoever made them: nothing here says whether they are beautiful.
 */
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BrowserContextOptions, Page } from "@playwright/test";
import { openWeb } from "../open-web.ts";
import { compress } from "./compress.ts";
import { type FilledHome, fillHome } from "./fill-home.ts";

const FOLDER = fileURLToPath(new URL("../../../docs/web", import.meta.url));
const MAX_BYTES = 3_000_000;

const LOOKS: Record<string, BrowserContextOptions> = {
  light: { viewport: { width: 1280, height: 800 }, colorScheme: "light" },
  dark: { viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: "light", isMobile: true, hasTouch: true },
};

const PAGES = {
  tasks: "/agent-tasks",
  "tasks-pointed": "/agent-tasks",
  "needs-you": "/needs-you",
  "new-task": "/agent-tasks/new",
  projects: "/projects",
  "project-settings": "/projects/default/settings/agents",
  usage: "/usage",
  audit: "/audit",
  "settings-agents": "/settings/agents",
  "settings-github": "/settings/github",
  "settings-team": "/settings/team",
  "settings-keys": "/settings/keys",
  "settings-notifications": "/settings/notifications",
  "not-found": "/agent-tasks/987654321",
};

const placesOf = ({ done, failed, planned, raced, paused, running }: FilledHome["numbers"]) => ({
  task: `/agent-tasks/${done}`,
  "task-changes": `/agent-tasks/${done}?tab=changes`,
  "task-failed": `/agent-tasks/${failed}`,
  "task-plan": `/agent-tasks/${planned}?tab=plan`,
  "task-compare": `/agent-tasks/${raced}?tab=compare`,
  "task-budget": `/agent-tasks/${paused}`,
  "task-running": `/agent-tasks/${running}`,
});

const web = await openWeb();
try {
  const { page: press } = await web.newPage();
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const pathOf = (name: string, look: string) => join(FOLDER, `${name}-${look}.webp`);
  await eachLook(async (look, options) => {
    const { page: stranger } = await web.newPage(options);
    await stranger.goto(`${web.url}/agent-tasks`);
    await take(stranger, pathOf("sign-in", look), press);
    const { page } = await web.signIn(options);
    await page.getByRole("heading", { name: "No agent has worked here yet" }).waitFor();
    await take(page, pathOf("first-start", look), press);
    await Promise.all([stranger.context().close(), page.context().close()]);
  });
  const { numbers, end } = await fillHome(web.home);
  const places = { ...PAGES, ...placesOf(numbers) };
  await eachLook(async (look, options) => {
    const { page } = await web.signIn(options);
    await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
    for (const [name, path] of Object.entries(places)) {
      await page.goto(`${web.url}${path}`);
      await page
        .getByRole("navigation", { name: "Main" })
        .getByRole("link", { name: /^Needs you\W*\d/ })
        .waitFor();
      if (name === "task-changes") {
        await page.locator("diffs-container [data-line]").first().waitFor();
      }
      if (name === "tasks-pointed") {
        await page.getByRole("link", { name: /^Running/ }).hover();
      }
      await take(page, pathOf(name, look), press);
    }
    await page.context().close();
  });
  await end();
  await tellSize();
} finally {
  await web.close();
}

async function eachLook(look: (name: string, options: BrowserContextOptions) => Promise<void>): Promise<void> {
  for (const [name, options] of Object.entries(LOOKS)) {
    await look(name, { ...options, reducedMotion: "reduce" });
  }
}

async function take(page: Page, path: string, press: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.getByText("Loading the changes").waitFor({ state: "detached" });
  await page.evaluate("document.fonts.ready.then(() => undefined)");
  const png = await page.screenshot({ animations: "disabled", caret: "hide" });
  await writeFile(path, await compress(png, press));
}

async function tellSize(): Promise<void> {
  const files = await readdir(FOLDER);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(FOLDER, file))).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  process.stdout.write(`${files.length} pictures, ${(bytes / 1_000_000).toFixed(1)} MB\n`);
  if (bytes > MAX_BYTES) {
    process.stderr.write(`That is more than the ${MAX_BYTES / 1_000_000} MB that the repository is to carry.\n`);
    process.exitCode = 1;
  }
}
