import { expect, test } from "vitest";
import { namedRequest } from "./named-request.ts";

/** As a page has it, which forgets what isn't kept for it once it is loaded anew. */
function playedPlace() {
  const kept = new Map<string, string>();
  const store = {
    read: () => kept.get("asked") ?? null,
    write: (text: string | null) => void (text === null ? kept.delete("asked") : kept.set("asked", text)),
  };
  return { kept, load: () => namedRequest(store) };
}

test("what is asked again as it was has its name until it was done, and whatever else is asked has another", () => {
  const request = namedRequest();
  const name = request.nameOf({ text: "one" });
  expect(request.nameOf({ text: "one" })).toBe(name);
  const other = request.nameOf({ text: "two" });
  expect(other).not.toBe(name);
  request.done();
  expect(request.nameOf({ text: "two" })).not.toBe(other);
});

test("a name is kept with what was typed when its page is loaded anew, and goes once it was done", () => {
  const { kept, load } = playedPlace();
  const name = load().nameOf("one");
  const again = load();
  expect(again.nameOf("one")).toBe(name);
  again.done();
  expect(kept.size).toBe(0);
  expect(load().nameOf("one")).not.toBe(name);
});

test("what was kept in no form of ours is let go", () => {
  for (const text of ["", "{", "null", "[]", '{"asked":1}', '{"name":""}']) {
    const request = namedRequest({ read: () => text, write: () => undefined });
    expect(request.nameOf("one")).toMatch(/^[0-9a-f]{32}$/);
  }
});
