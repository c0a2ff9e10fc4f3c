import { expect, test } from "vitest";
import { openWriter } from "./open-writer.ts";
import { openWriteBudget } from "./write-budget.ts";

function open() {
  const now = { at: 0 };
  const budget = openWriteBudget(() => new Date(now.at));
  return { now, budget, writer: openWriter({ budget, gapMilliseconds: 0 }) };
}

test("one thing is written after another, the most urgent first", async () => {
  const { writer } = open();
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  let running = 0;
  const work = (name: string, until?: Promise<void>) => async () => {
    expect(++running).toBe(1);
    await until;
    order.push(name);
    running -= 1;
  };
  const all = [
    writer.write({ urgency: "progress" }, work("held", first.promise)),
    writer.write({ urgency: "progress" }, work("progress")),
    writer.write({ urgency: "state" }, work("state")),
    writer.write({ urgency: "final" }, work("final")),
    writer.write({ urgency: "review" }, work("review")),
    writer.write({ urgency: "answer" }, work("answer")),
    writer.write({ urgency: "final" }, work("final too")),
  ];
  first.resolve();
  await Promise.all(all);
  expect(order).toEqual(["held", "final", "final too", "answer", "review", "state", "progress"]);
});

test("of texts that wait for the same place the newest is written, and all hear of it", async () => {
  const { writer } = open();
  const held = Promise.withResolvers<void>();
  const written: string[] = [];
  const write = (text: string) => async () => {
    written.push(text);
    return text;
  };
  const first = writer.write({ urgency: "state" }, () => held.promise);
  const key = "comment 1";
  const all = [
    writer.write({ urgency: "progress", key, sequence: 1 }, write("10 %")),
    writer.write({ urgency: "final", key, sequence: 3 }, write("done")),
    writer.write({ urgency: "progress", key, sequence: 2 }, write("20 %")),
  ];
  held.resolve();
  await first;
  expect(await Promise.all(all)).toEqual(["done", "done", "done"]);
  expect(written).toEqual(["done"]);
});

test("what fails is told to who wrote it, and the next is written", async () => {
  const { writer } = open();
  const failing = writer.write({ urgency: "final" }, () => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  expect(await writer.write({ urgency: "final" }, async () => 1)).toBe(1);
});

test("an hour's part for progress ends before that for how tasks ended, and is told until when", async () => {
  const { now, writer, budget } = open();
  for (; now.at < 200 * 10_000; now.at += 10_000) {
    expect(budget.spend("progress")).toBeNull();
  }
  const refused = writer.write({ urgency: "progress" }, async () => 1);
  await expect(refused).rejects.toMatchObject({ problem: { kind: "rate_limited", until: new Date(3_600_000) } });
  expect(await writer.write({ urgency: "final" }, async () => 1)).toBe(1);
  now.at = 3_600_000;
  expect(await writer.write({ urgency: "progress" }, async () => 1)).toBe(1);
});

test("GitHub's 80 a minute and 500 an hour aren't exceeded, and 100 of the hour are left for what is urgent", () => {
  const { now, budget } = open();
  const spendAll = (urgency: "progress" | "review" | "final") => {
    let count = 0;
    for (const end = now.at + 600_000; now.at < end; now.at += 100) {
      count += budget.spend(urgency) === null ? 1 : 0;
    }
    return count;
  };
  for (let count = 0; count < 80; count++) {
    expect(budget.spend("final")).toBeNull();
  }
  expect(budget.spend("final")).toEqual(new Date(60_000));
  now.at = 4_000_000;
  expect([spendAll("progress"), spendAll("review"), spendAll("final")]).toEqual([200, 200, 100]);
});
