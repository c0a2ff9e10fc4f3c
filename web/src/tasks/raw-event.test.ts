import { expect, test } from "vitest";
import { rawOf } from "./raw-event.ts";

test("an event is a line with its kind, and what isn't said of it isn't there", () => {
  expect(rawOf({ body: { type: "log", stream: "stderr", text: "a\n  b" } })).toBe("log stream=stderr a\n  b");
  expect(rawOf({ body: { type: "hook", name: "verify", exitCode: null, output: "" } })).toBe("hook name=verify");
  expect(rawOf({ body: { type: "of a newer version", deep: { a: [1] } } })).toBe('of a newer version deep={"a":[1]}');
});
