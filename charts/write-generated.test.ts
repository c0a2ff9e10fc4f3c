import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generatedFiles } from "./write-generated.ts";

test.each(Object.entries(generatedFiles()))(
  "the chart's %s is what the code says (node charts/write-generated.ts)",
  async (name, text) => {
    expect(await readFile(join(import.meta.dirname, "catalyst", name), "utf8")).toBe(text);
  },
);
