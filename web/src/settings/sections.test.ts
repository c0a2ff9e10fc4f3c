import { ROUTES } from "@catalyst/api";
import { expect, test } from "vitest";
import { SECTIONS } from "./sections.ts";

const isObjectSchema = (schema: unknown): schema is { shape: Record<string, unknown> } =>
  typeof schema === "object" && schema !== null && "shape" in schema;

/** The full names of what a schema has. */
function keysOf(schema: unknown, before = ""): string[] {
  return isObjectSchema(schema)
    ? Object.entries(schema.shape).flatMap(([name, part]) => keysOf(part, before === "" ? name : `${before}.${name}`))
    : [before];
}

test("every setting of a project stands on its page, once", () => {
  const shown = SECTIONS.flatMap(({ settings }) => settings.map(({ key }) => key));
  const all = keysOf(ROUTES.getSettings.response.schema.shape.settings).filter((key) => key !== "env");
  expect(shown.toSorted()).toEqual(all.toSorted());
});
