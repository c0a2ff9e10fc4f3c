import type { Notice } from "@catalyst/core/notification";
import { expect, test } from "vitest";
import { composeMail } from "./compose-mail.ts";

const task = { id: "019a0000-0000-7000-8000-000000000000", number: 7, project: "shop/web", repository: "cart" };

function compose(notice: Notice, unsubscribeUrl: string | null) {
  const from = { name: "Catalyst", address: "catalyst@example.com" };
  const to = "ann@example.com";
  return composeMail({ item: { id: "1" }, notice, destination: { id: "2" }, from, to, unsubscribeUrl });
}

const TRY: Notice = { kind: null, isTest: true, at: "2026-01-01T00:00:00.000Z", task: null, change: null };

test.each([
  [
    "https://catalyst.example.com/unsubscribe?of=2&token=x",
    {
      "List-Unsubscribe": "<https://catalyst.example.com/unsubscribe?of=2&token=x>",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
  ],
  ["http://localhost:3210/unsubscribe?of=2", { "List-Unsubscribe": "<http://localhost:3210/unsubscribe?of=2>" }],
  [null, { "List-Unsubscribe": "(catalyst notifications remove 2)" }],
])("with the link %s a mail program is told so, and the text says it too", (url, said) => {
  const { headers, text } = compose(TRY, url);
  expect(headers).toEqual({ "Auto-Submitted": "auto-generated", ...said });
  expect(text).toContain(`To get no more of these: ${url ?? "catalyst notifications remove 2"}`);
});

test("a budget that comes to its end is told with how far it is", () => {
  const body = { type: "spending_warned", of: "budget", scope: "task", unit: "usd", limit: 2, spent: 1.7 };
  const notice: Notice = {
    kind: "needs_you",
    isTest: false,
    at: "2026-01-01T00:00:00.000Z",
    task: { ...task, title: "Fix the cart" },
    change: { number: 3, position: 9, body },
  };
  const mail = compose(notice, null);
  expect(mail.subject).toBe(
    "[Catalyst] Task #7 needs you, as 80% of the budget of the task is spent: $1.70 of $2.00: Fix the cart",
  );
});
