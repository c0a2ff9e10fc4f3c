import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const FOLDER = fileURLToPath(new URL("../docs/adr", import.meta.url));

/** Of a decision: its number and title, whether it counts, and what stood there before or was thought of in its place. */
const HEAD = /^# (\d+\. )?\S.*\n\nStatus: (accepted|replaced by \[\d{4}\]\(\d{4}-[a-z0-9-]+\.md\))\nInstead of: \S.*\n/;

test.each(readdirSync(FOLDER))("%s says whether it counts, and instead of what", (name) => {
  expect(readFileSync(join(FOLDER, name), "utf8")).toMatch(HEAD);
});
