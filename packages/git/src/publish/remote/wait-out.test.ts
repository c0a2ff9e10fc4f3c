import { CatalystError } from "@catalyst/core";
import { expect, test } from "vitest";
import { GitFailure } from "../../run-git.ts";
import { waitOut } from "./wait-out.ts";

const pauses = [0, 0];

/** Fails so the first times, and counts how often it was tried. */
function failing(said: string, times: number) {
  const tries = { count: 0 };
  const work = async () => {
    tries.count += 1;
    if (tries.count <= times) {
      const cause = new GitFailure(said);
      throw new CatalystError("unavailable", "Reading the repository failed.", { cause });
    }
    return "made";
  };
  return { tries, work };
}

test.each(["The requested URL returned error: 503", "send-pack: unexpected disconnect", "Operation timed out"])(
  "what may pass is tried again after a while: %s",
  async (said) => {
    const { tries, work } = failing(said, 2);
    expect(await waitOut(work, { pauses })).toBe("made");
    expect(tries.count).toBe(3);
  },
);

test("what doesn't pass is tried as often as there are pauses, and then thrown", async () => {
  const { tries, work } = failing("The requested URL returned error: 502", 9);
  await expect(waitOut(work, { pauses })).rejects.toMatchObject({ code: "unavailable" });
  expect(tries.count).toBe(3);
});

test("a refusal is no outage", async () => {
  const { tries, work } = failing("The requested URL returned error: 403", 9);
  await expect(waitOut(work, { pauses })).rejects.toMatchObject({ code: "unavailable" });
  expect(tries.count).toBe(1);
});
