import { expect, test } from "vitest";
import type { ListedPull } from "../lists/pulls.ts";
import { headsAfter, markHeads } from "./heads.ts";

const NOW = new Date("2026-05-02T10:00:00Z");
const HOUR = 3_600_000;

const pull = (number: number, head: string): ListedPull => ({
  ...{ id: `${number} ${head}`, at: NOW, told: null, number, head, userId: 91 },
  ...{ user: { id: 91 }, branch: "topic", isDraft: false, createdAt: NOW },
});
const after = (hours: number) => new Date(NOW.getTime() + hours * HOUR);
const shown = (heads: ReturnType<typeof headsAfter>) => heads.map(({ number, commit }) => `${number} ${commit}`);

test("the newest commit of a pull request is looked at from when it came, and for as long as a job may take", () => {
  const first = headsAfter([pull(1, "a"), pull(2, "b")], { marks: {}, now: NOW });
  const second = headsAfter([pull(1, "a"), pull(2, "c")], { marks: markHeads(first), now: after(3) });
  expect(shown(second)).toEqual(["2 c", "1 a"]);
  expect(shown(headsAfter([], { marks: markHeads(second), now: after(6) }))).toEqual(["2 c"]);
  expect(headsAfter([], { marks: markHeads(second), now: after(9) })).toEqual([]);
});

test("however many pull requests there are, few commits are looked at", () => {
  const pulls = Array.from({ length: 500 }, (_, index) => pull(index + 1, "a"));
  expect(headsAfter(pulls, { marks: {}, now: NOW })).toHaveLength(20);
});
