import { expect, test } from "vitest";
import type { Subject } from "../../../forge/subject/subject.ts";
import { gatheredOf } from "../../../testing/forge/gathered-of.ts";
import { findSaidBase } from "./find-said-base.ts";

function find(subject: Partial<Subject>, authorClass: "maintainer" | "outsider" = "maintainer"): string | null {
  const gathered = gatheredOf({ number: 3, title: "x", text: "", ...subject });
  const author = { ...gathered.author, class: authorClass };
  return findSaidBase({ subject: gathered.subject, context: { author }, label: "catalyst" });
}

test.each<[string, Partial<Subject>, string | null]>([
  ["a label", { labels: ["bug", "Catalyst:base:release/1.2"] }, "release/1.2"],
  ["a line", { text: "The sum is wrong.\n\ncatalyst:base: release\n\nSee above." }, "release"],
  ["a label before a line", { labels: ["catalyst:base:one"], text: "catalyst:base: two" }, "one"],
  ["neither", { labels: ["catalyst", "catalyst:codex-cli"], text: "catalyst: base" }, null],
  ["a name with spaces", { text: "catalyst:base: the release" }, null],
  ["no name", { labels: ["catalyst:base:"] }, null],
  ["a line in a quote", { text: "> catalyst:base: release" }, null],
  ["a line in code", { text: "```\ncatalyst:base: release\n```" }, null],
  ["words within a line", { text: "Say catalyst:base: release" }, null],
  [
    "a pull request, which has its own",
    { labels: ["catalyst:base:x"], change: { head: "a", branch: "b", base: "c", isFork: false } },
    null,
  ],
])("the base of %s", (_what, subject, base) => {
  expect(find(subject)).toBe(base);
});

test("what somebody writes who may not write there chooses no base, and a label does", () => {
  expect(find({ text: "catalyst:base: release" }, "outsider")).toBeNull();
  expect(find({ text: "", labels: ["catalyst:base:release"] }, "outsider")).toBe("release");
});
