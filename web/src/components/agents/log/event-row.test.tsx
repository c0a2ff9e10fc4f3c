import type { Event } from "@catalyst/api";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Merged } from "../../../tasks/merge-looks.ts";
import { EventRow } from "./event-row.tsx";

const BAD = '<img src=x onerror="alert(1)">\u202e';

function draw(
  body: Event["body"],
  { merged = { kind: "alone" }, isNamed = false }: { merged?: Merged; isNamed?: boolean } = {},
) {
  const event = { number: 7, at: "2026-01-01T00:00:00.000Z", body } as Event;
  return renderToStaticMarkup(<EventRow event={event} startedAt={0} isNamed={isNamed} merged={merged} />);
}

test("an edit shows what it takes away and what it adds, whatever stands in it, and where there is more", () => {
  const edit = { removed: `one\n${BAD}`, added: "two\n", isCut: true };
  const html = draw({ type: "tool_call", callId: "1", tool: "Edit", summary: "a.js", edit });
  expect(html.match(/bg-diff-minus/g)).toHaveLength(2);
  expect(html.match(/bg-diff-plus/g)).toHaveLength(1);
  expect(html).toContain("more under Changes");
  expect(html).not.toContain("<img");
  expect(html).toContain("⟨U+202E⟩");
});

test("looks in line are told as one, and each for itself where somebody came for it", () => {
  const body = { type: "tool_call", callId: "1", tool: "Read", summary: "a.js" };
  const merged = { kind: "first", does: "Read", what: ["a.js", BAD] } as const;
  expect(draw(body, { merged: { ...merged, what: [...merged.what] } })).toContain("Read 2 files");
  expect(draw(body, { merged: { ...merged, what: [...merged.what] } })).not.toContain("<img");
  expect(draw(body, { merged: { kind: "within" } })).toBe("");
  expect(draw(body, { merged: { kind: "within" }, isNamed: true })).toContain("a.js");
});
