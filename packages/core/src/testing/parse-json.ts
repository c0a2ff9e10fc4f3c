import type { ParsedDocument } from "../settings/file/parsed-document.ts";

/** Stands in for the formats of settings files where a test's file is JSON. */
export function parseJson(text: string): ParsedDocument {
  try {
    return { value: JSON.parse(text), problems: [], locate: () => null };
  } catch (error) {
    return { value: null, problems: [{ line: 1, column: 1, message: String(error) }], locate: () => null };
  }
}
