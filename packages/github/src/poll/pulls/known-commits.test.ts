import { expect, test } from "vitest";
import type { ListedPull } from "../lists/pulls.ts";
import { knownCommits, markCommits } from "./known-commits.ts";

const pull = (number: number, head: string) => ({ number, head, at: new Date(1_000_000 + number) }) as ListedPull;

test("of each open pull request its newest commit is known, of the five hundred that changed last", () => {
  const many = Array.from({ length: 501 }, (_, index) => pull(index + 1, "a"));
  const known = knownCommits(markCommits(new Map(), many));
  expect(known.size).toBe(500);
  expect([known.has(1), known.get(2)?.commit]).toEqual([false, "a"]);
  const next = knownCommits(markCommits(known, [pull(2, "b")]));
  expect(next.size).toBe(500);
  expect(next.get(2)?.commit).toBe("b");
});
