import type { Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { findBarriers } from "./find-barriers.ts";
import { type OpenedWeb, openWeb } from "./open-web.ts";

const FILES = ["src/deep/down/one.txt", "src/deep/down/two.txt", "top.txt"];
const CHANGED = ["a.txt", "code.ts", ...FILES];
const WORKFLOW = ".github/workflows/x.yml";
const COMMIT = [
  `mkdir -p src/deep/down .github/workflows`,
  ...FILES.map((path) => `echo one > ${path}`),
  `echo 'on: push' > ${WORKFLOW}`,
  // Of many kinds of words, and longer than a screen is wide.
  `printf 'const a = f(1) && "x";\\n// no\\n// ${"long ".repeat(100)}\\n' > code.ts`,
  // Which isn't among those that the repository allows.
  `curl -s https://refused.example/ || true`,
  `echo two > a.txt`,
  `git add -A && git commit -qm 'Add files'`,
].join("\n");

let web: OpenedWeb;
let page: Page;
let repository: GitRepository;

beforeAll(async () => {
  web = await openWeb();
  ({ page } = await web.signIn());
  repository = await createGitRepository({ "a.txt": "one\n", ".catalyst/config.yaml": "allowedHosts: [npm]\n" });
  const ran = await web.home.run(["run", COMMIT, "--repo", repository.path, "--agent", "script"]);
  // What the policy found waits for a word.
  expect(ran.stdout + ran.stderr).toContain(WORKFLOW);
  await page.goto(`${web.url}/agent-tasks/1?tab=changes`);
});
afterAll(() => web?.close());

const files = () => page.getByRole("navigation", { name: "Files" });
const viewed = (path: string) => page.getByRole("region", { name: path }).getByRole("checkbox", { name: "Viewed" });

test("what the policy found comes first, and all else stands in its folders", async () => {
  await page.getByRole("region", { name: WORKFLOW }).waitFor();
  expect(await page.getByRole("tabpanel").getByRole("heading", { level: 2 }).allTextContents()).toEqual([
    WORKFLOW,
    ...CHANGED,
  ]);
  expect(await files().getByRole("link").allTextContents()).toEqual([
    ...[`▲ ${WORKFLOW}`, "a.txt", "code.ts"],
    ...["one.txt", "two.txt", "top.txt"],
  ]);
  await files().getByText("src/deep/down/").waitFor();
  expect(await findBarriers(page)).toEqual([]);
});

test("a change is read in one column, or in two beside each other", async () => {
  const code = page.getByRole("region", { name: "a.txt" });
  const columns = async () => {
    const [removed, added] = await Promise.all(
      ["one", "two"].map((text) => code.getByText(text, { exact: true }).boundingBox()),
    );
    return removed == null || added == null ? "not there" : placeOf(removed, added);
  };
  await expect.poll(columns).toBe("below");
  await page.getByRole("checkbox", { name: "Side by side" }).check();
  await expect.poll(columns).toBe("beside");
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole("checkbox", { name: "Side by side" }).uncheck();
  await expect.poll(columns).toBe("below");
});

test("a line that is too long is moved sideways, or broken", async () => {
  const code = page.getByRole("region", { name: "code.ts" });
  const height = async () => (await code.boundingBox())?.height ?? 0;
  const unbroken = await height();
  await page.getByRole("checkbox", { name: "Wrap" }).check();
  await expect.poll(height).toBeGreaterThan(unbroken);
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole("checkbox", { name: "Wrap" }).uncheck();
  await expect.poll(height).toBe(unbroken);
});

test("a host that was refused stands beside the task, with the setting that would allow it", async () => {
  const refused = page.getByRole("complementary", { name: "Facts" }).getByRole("region", { name: "Blocked by policy" });
  await refused.getByText("refused.example:443").waitFor();
  await refused.getByRole("link", { name: "Allow a host" }).click();
  await page.waitForURL(/\/projects\/default\/settings\/agents#hosts$/);
  await page.goto(`${web.url}/agent-tasks/1?tab=changes`);
});

interface Place {
  x: number;
  y: number;
}

/** Where the second stands, seen from the first. */
function placeOf(first: Place, second: Place): string {
  if (first.y === second.y) {
    return second.x > first.x ? "beside" : "elsewhere";
  }
  return first.x === second.x && second.y > first.y ? "below" : "elsewhere";
}

test("what was viewed stays so, also when the page is loaded anew, until it changes again", async () => {
  await viewed("top.txt").check();
  await viewed("src/deep/down/two.txt").check();
  await files().getByText("2 of 6 viewed").waitFor();
  await page.reload();
  await files().getByText("2 of 6 viewed").waitFor();
  expect(await viewed("top.txt").isChecked()).toBe(true);
  await page
    .getByRole("textbox", { name: "Message to the agent" })
    .fill("echo two >> top.txt && git commit -qam 'Again'");
  await page.getByRole("button", { name: /^Send/ }).click();
  await page.getByText("Attempt 2 of 2").waitFor();
  await viewed("top.txt").waitFor();
  await expect.poll(() => viewed("top.txt").isChecked()).toBe(false);
});
