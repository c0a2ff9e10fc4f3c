import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generatedTemplates } from "./write-generated.ts";

test.each(Object.entries(generatedTemplates()))(
  "the chart's %s is what the code says (node charts/write-generated.ts)",
  async (name, text) => {
    expect(await readFile(join(import.meta.dirname, "catalyst/templates", name), "utf8")).toBe(text);
  },
);
