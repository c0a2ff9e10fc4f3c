import { basename } from "node:path";
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { GitRepository } from "../git-repository.ts";
import type { StartedModel } from "../start-model.ts";
import { openWorkflow, WORK } from "./open-workflow.ts";

let workflow: Awaited<ReturnType<typeof openWorkflow>>;
let page: Page;
let model: StartedModel;
let repository: GitRepository;

beforeAll(async () => {
  workflow = await openWorkflow();
  ({ model, repository, page } = workflow);
});
afterAll(() => workflow?.close());

/** A screen reader is told these, one after the other, whatever else between them. */
async function hears(...lines: string[]): Promise<void> {
  await expect.poll(async () => findMissed(await page.locator("body").ariaSnapshot(), lines)).toBeNull();
}

/** The first of the lines that isn't in what is told after those before it, with all that is told; null: all are there. */
function findMissed(tree: string, lines: string[]): string | null {
  let at = 0;
  for (const line of lines) {
    const found = tree.indexOf(line, at);
    if (found === -1) {
      return `${line} isn't told in:\n${tree}`;
    }
    at = found + line.length;
  }
  return null;
}

const press = (name: string) => page.getByRole("button", { name, exact: true }).click();

test("by what a screen reader is told a key is added, a task started, followed, approved, commented on and published", async () => {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click();
  await hears(
    'heading "Keys and subscriptions" [level=1]',
    ...['form "Add a key"', 'group "Provider"', 'radio "Anthropic" [checked]', 'textbox "Key of Anthropic"'],
    ...['button "Save and test" [disabled]', 'heading "You" [level=2]'],
  );
  await page.getByRole("radio", { name: "OpenAI-compatible" }).check();
  await page.getByRole("textbox", { name: /^Key of/ }).fill("sk-scripted-0123456789");
  await page.getByRole("textbox", { name: "Address", exact: true }).fill(`${model.env.OPENAI_BASE_URL}`);
  await press("Save and test");
  await hears('heading "You" [level=2]', "…6789");

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Tasks" }).click();
  await page.getByRole("link", { name: "New task" }).click();
  await hears(
    ...['heading "New task" [level=1]', 'textbox "What is wanted"', 'combobox "Repository"', 'group "Agent"'],
    ...['radio "Script needs no key"', 'switch "Plan first"', 'spinbutton "Budget in dollars"', 'button "Start'],
    ...['region "What will happen"', "term: Who pays"],
  );
  await page.getByRole("textbox", { name: "What is wanted" }).fill(WORK);
  await page.getByRole("combobox", { name: "Repository" }).fill(basename(repository.path));
  await page.getByRole("radio", { name: /^Script/ }).check();
  await page.getByRole("switch", { name: "Plan first" }).check();
  await page.getByRole("button", { name: /^Start/ }).click();
  await page.waitForURL(/\/agent-tasks\/\d+$/);
  // Opened only once its plan is there, it would show that.
  await page.getByRole("tab", { name: "Activity" }).click();

  await hears(
    ...["[level=1]", "status: Needs you", 'list "Steps"', 'tablist "Of this task"', 'tab "Activity" [selected]'],
    ...['log "Activity"', "line 1", "Starting Script.", 'complementary "Facts"'],
    ...['region "Needs you"', "The plan is ready", 'button "Approve"', 'button "Edit"', 'button "Reject"'],
  );
  await press("Approve");

  await hears(
    ...["[level=1]", "status: Failed", "alert:", "protected_path: .github/workflows/x.yml", 'log "Activity"'],
    ...['region "Needs you"', "wasn't published", ".github/workflows/x.yml"],
    ...['textbox "Why it may be published all the same"', 'button "Publish all the same" [disabled]'],
    'textbox "Message to the agent"',
  );
  await page.getByRole("tab", { name: /^Changes/ }).click();
  await press("Comment");
  await hears(
    ...['tabpanel "Changes"', 'navigation "Files"', 'region ".github/workflows/x.yml"'],
    ...['heading ".github/workflows/x.yml" [level=2]', 'checkbox "Viewed"', "1 on: push"],
    ...['spinbutton "Line": "1"', 'textbox "About this line"', 'button "Keep for the next message" [disabled]'],
  );
  await page.getByRole("textbox", { name: "About this line" }).fill("Why on each push?");
  await press("Keep for the next message");
  await hears('region ".github/workflows/x.yml"', "Why on each push?", "+ 1 on lines");

  await page.getByRole("textbox", { name: /^Why it may be published/ }).fill("It was read.");
  await press("Publish all the same");
  await hears("[level=1]", "status: Done");
});
