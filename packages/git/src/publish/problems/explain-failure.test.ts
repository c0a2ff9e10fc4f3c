import { expect, test } from "vitest";
import { explainFailure } from "./explain-failure.ts";

const failing = (code: string) =>
  explainFailure("Making x", async () => {
    throw Object.assign(new Error(`${code}: no`), { code });
  });

test.each([
  ["ENOSPC", "storage_full", "the disk is full"],
  ["EDQUOT", "storage_full", "the disk is full"],
  ["EACCES", "unavailable", "this user may not write there"],
  ["EROFS", "unavailable", "read-only"],
  ["ELOOP", "unavailable", "a link"],
])("%s is told in words, with the way out", async (code, kind, words) => {
  await expect(failing(code)).rejects.toMatchObject({
    code: kind,
    message: expect.stringMatching(
      new RegExp(`^Making x failed: .*${words}.*, then try again|${words}.*then try again`),
    ),
  });
});

test("what nobody can mend stays what it is", async () => {
  await expect(failing("EIO")).rejects.toMatchObject({ code: "EIO" });
});
