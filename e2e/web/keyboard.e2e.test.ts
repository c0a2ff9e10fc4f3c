import { basename } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { GitRepository } from "../git-repository.ts";
import type { StartedModel } from "../start-model.ts";
import { expectQuiet } from "./expect-quiet.ts";
import type { OpenedPage, OpenedWeb } from "./open-web.ts";
import { openWorkflow, WORK } from "./open-workflow.ts";
import { PAGES } from "./pages.ts";

const MOST_TABS = 200;

let workflow: Awaited<ReturnType<typeof openWorkflow>>;
let web: OpenedWeb;
let opened: OpenedPage;
let page: Page;
let model: StartedModel;
let repository: GitRepository;

beforeAll(async () => {
  workflow = await openWorkflow();
  ({ web, model, repository, opened, page } = workflow);
});
afterAll(() => workflow?.close());

/** From one thing to the next, as somebody without a pointer goes, until this one has the focus. */
async function tabTo(target: Locator): Promise<void> {
  await target.waitFor();
  for (let pressed = 0; pressed < MOST_TABS; pressed += 1) {
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) {
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`no Tab leads to ${target}`);
}

async function type(label: string | RegExp, text: string): Promise<void> {
  await tabTo(page.getByLabel(label, { exact: true }));
  await page.keyboard.insertText(text);
}

async function press(name: string | RegExp, key = "Enter"): Promise<void> {
  await tabTo(page.getByRole("button", { name }));
  await page.keyboard.press(key);
}

async function go(keys: string): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
  }
}

test("without a pointer a key is added, a task started, followed, approved, commented on and published", async () => {
  await go("gs");
  await page.waitForURL("**/settings/agents");
  await tabTo(page.getByRole("radio", { name: "Anthropic" }));
  const compatible = page.getByRole("radio", { name: /OpenAI.compatible/ });
  while (!(await compatible.isChecked())) {
    await page.keyboard.press("ArrowDown");
  }
  await type(/^Key of/, "sk-scripted-0123456789");
  await type("Address", `${model.env.OPENAI_BASE_URL}`);
  await press("Save and test");
  await page.getByText("…6789").first().waitFor();

  await go("c");
  await page.waitForURL("**/agent-tasks/new");
  await type("What is wanted", WORK);
  await type("Repository", basename(repository.path));
  await tabTo(page.getByRole("radio", { name: /^The usual one/ }));
  while (!(await page.getByRole("radio", { name: /^Script/ }).isChecked())) {
    await page.keyboard.press("ArrowDown");
  }
  await tabTo(page.getByRole("switch", { name: "Plan first" }));
  await page.keyboard.press("Space");
  await page.keyboard.press("Control+Enter");
  await page.waitForURL(/\/agent-tasks\/\d+$/);

  await page.getByText("The plan is ready").waitFor();
  // Opened only once its plan is there, it would show that.
  await page.keyboard.press("1");
  await tabTo(page.getByRole("log"));
  await page.keyboard.press("End");
  await page.keyboard.press("a");
  await page.getByText("wasn't published").waitFor();

  await page.keyboard.press("2");
  await press("Comment");
  await page.keyboard.insertText("Why on each push?");
  await press("Keep for the next message");
  await page.getByText("+ 1 on lines").waitFor();
  await type("Why it may be published all the same", "It was read.");
  await press("Publish all the same");
  await page
    .locator("header")
    .getByText(/^Done\b/)
    .first()
    .waitFor();
  // What was said about the line is still to be sent: with the next message.
  await type("Message to the agent", ": and then");
  await page.keyboard.press("Control+Enter");
  await page.getByText("+ 1 on lines").waitFor({ state: "detached" });
  expectQuiet(opened);
});

/** What has the focus, unless it is seen that it has: it, what is around it or its label look another way without. */
const FIND_UNSEEN = `(() => {
  const element = document.activeElement;
  const around = [element, element.parentElement, element.closest("label")].filter((one) => one !== null);
  const look = () => JSON.stringify(around.map((one) => {
    const { outline, boxShadow, borderColor, backgroundColor } = getComputedStyle(one);
    const { width, height } = one.getBoundingClientRect();
    return [outline, boxShadow, borderColor, backgroundColor, width, height];
  }));
  const focused = look();
  element.blur();
  const isMarked = look() !== focused;
  element.focus();
  const { width, height } = element.getBoundingClientRect();
  return element === document.body || (width * height > 0 && isMarked) ? null : element.outerHTML.slice(0, 200);
})()`;

test("whatever Tab leads to is on the screen and shows that it is there", async () => {
  for (const path of PAGES) {
    await page.goto(`${web.url}${path}`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    const unseen = new Set<string>();
    for (let pressed = 0; pressed < 40; pressed += 1) {
      await page.keyboard.press("Tab");
      const told = await page.evaluate<string | null>(FIND_UNSEEN);
      if (told !== null) {
        unseen.add(told);
      }
    }
    expect([...unseen], path).toEqual([]);
  }
});
