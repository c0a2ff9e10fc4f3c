import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { findWebBuild } from "../../cli/src/up/web/build-web.ts";
import { findWebKey } from "../../cli/src/up/web/web-key.ts";
import { openWeb } from "./open-web.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What only trusted processes have: code that seals keys, what they are told by their environment, and how they ask the database. */
const NEVER = ["createCipheriv", "createDecipheriv", "hkdfSync", "CATALYST_SERVER_URL", "DATABASE_URL", "pg_notify"];

test("nothing that a browser loads has code that seals, or what a server is told", async () => {
  // It is built by whoever is first.
  const web = await openWeb();
  await web.close();
  const built = await findWebBuild({ root, key: await findWebKey(root) });
  expect(built, "it was built of what lies here").not.toBeNull();
  const folder = join(built as string, ".next", "static");
  const found: string[] = [];
  let count = 0;
  for await (const name of glob("**/*.{js,css,json,map}", { cwd: folder })) {
    const text = await readFile(join(folder, name), "utf8");
    count += 1;
    found.push(...NEVER.filter((word) => text.includes(word)).map((word) => `${name}: ${word}`));
  }
  expect(count).toBeGreaterThan(20);
  expect(found).toEqual([]);
});
