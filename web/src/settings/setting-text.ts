import type { SettingValue } from "../actions/projects.ts";
import type { SettingKind } from "./setting.ts";

/** The value of a setting by its full name. */
export function valueAt(settings: object, key: string): unknown {
  return key
    .split(".")
    .reduce<unknown>((group, name) => (group as Record<string, unknown> | null | undefined)?.[name], settings);
}

/** A value as it stands in a field: lists one a line. */
export function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join("\n") : String(value ?? "");
}

/** What somebody typed, as the API takes it; null: it says nothing, and is taken back. What isn't a number is the server's to refuse. */
export function readText(kind: SettingKind, text: string): SettingValue | null {
  if (kind === "list" || kind === "agents") {
    return text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
  }
  if (kind === "script") {
    return text;
  }
  const trimmed = text.trim();
  if (trimmed === "") {
    return null;
  }
  if (kind === "boolean") {
    return trimmed === "true";
  }
  return kind === "number" && /^\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed;
}
