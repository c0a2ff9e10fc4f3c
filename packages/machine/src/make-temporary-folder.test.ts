import { rm } from "node:fs/promises";
import { afterEach, expect, test, vi } from "vitest";
import { makeTemporaryFolder } from "./make-temporary-folder.ts";

afterEach(() => vi.unstubAllEnvs());

test("a folder of its own is made where temporary files go", async () => {
  const folder = await makeTemporaryFolder("catalyst-test-");
  expect(folder).toMatch(/\/catalyst-test-\w{6}$/);
  await rm(folder, { recursive: true });
});

test.each(["/nonexistent", "/dev/null", "/proc"])(
  "a TMPDIR that holds no files is named, with the way out: %s",
  async (place) => {
    vi.stubEnv("TMPDIR", place);
    await expect(makeTemporaryFolder("catalyst-test-")).rejects.toMatchObject({
      code: "invalid_configuration",
      message: expect.stringMatching(
        new RegExp(`^Making a temporary folder in ${place} failed: .+export TMPDIR=/tmp$`),
      ),
    });
  },
);
