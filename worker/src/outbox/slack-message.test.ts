import { expect, test } from "vitest";
import { slackMessage } from "./slack-message.ts";

const task = { id: "019a0000-0000-7000-8000-000000000000", number: 7, project: "shop/web", repository: "cart" };

test("a message says which task it is about, and what became of it", () => {
  expect(slackMessage({ kind: "needs_you", change: null, task: { ...task, title: "Fix the cart" } })).toMatchObject({
    text: "Task #7 needs you: Fix the cart (shop/web, cart). What it waits for stands with the task.",
    blocks: [
      { type: "section", text: { type: "plain_text", text: expect.stringContaining("Task #7 needs you: Fix") } },
    ],
  });
});

test.each([
  "<!channel> look",
  "<@U123>",
  "@everyone",
  "<https://evil.example|Approve>",
  "https://evil.example",
  "&lt;!here>",
])("the title %j mentions nobody and leads nowhere", (title) => {
  const words = JSON.stringify(slackMessage({ kind: "done", change: null, task: { ...task, title } }));
  expect(words).not.toMatch(/[<>@]|https:\/\//);
  expect(words).not.toContain('&lt;!here"');
  expect(slackMessage({ kind: "done", change: null, task: { ...task, title } })).toMatchObject({
    ...{ mrkdwn: false, parse: "none", link_names: false, unfurl_links: false, unfurl_media: false },
    blocks: [{ text: { type: "plain_text" } }],
  });
});

test("a budget that comes to its end is told with how far it is", () => {
  const warning = { type: "spending_warned", of: "budget", scope: "task", unit: "usd", limit: 2, spent: 1.7 };
  const change = { number: 3, position: 9, body: warning };
  expect(slackMessage({ kind: "needs_you", change, task: { ...task, title: "Fix the cart" } })).toMatchObject({
    text: "Task #7 needs you, as 80% of the budget of the task is spent: $1.70 of $2.00: Fix the cart (shop/web, cart). What it waits for stands with the task.",
  });
});
