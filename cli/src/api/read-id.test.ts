import { CatalystError } from "@catalyst/core/apart";
import { expect, test } from "vitest";
import { readId } from "./read-id.ts";

const WANTED = { attempt: "Signing out", of: "a session", list: "sessions" } as const;
const ID = "3d43d242-fefe-4d05-8ef0-4e8428ad33c2";

test.each([ID, ID.toUpperCase()])("the id %s is passed on as it is", (id) => {
  expect(readId(id, WANTED)).toBe(id);
});

test.each(["", "7", "nonsense", ID.slice(1), `${ID}0`, ` ${ID}`, "3d43d242-fefe-4d05-0ef0-4e8428ad33c2"])(
  "%j is refused by its name, with where ids are",
  (text) => {
    const error = new CatalystError("invalid_input", `Signing out failed: "${text}" is no id of a session.`, {
      way: { kind: "see_list", of: "sessions" },
    });
    expect(() => readId(text, WANTED)).toThrow(error);
  },
);

test("of something long its beginning is said", () => {
  expect(() => readId("x".repeat(5000), WANTED)).toThrow(`"${"x".repeat(100)}" is no id`);
});
