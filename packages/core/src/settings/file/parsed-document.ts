export interface Place {
  /** Both count from 1. */
  line: number;
  column: number;
}

/** A settings file turned into a value, with the places of its parts; the core doesn't know the format. */
export interface ParsedDocument {
  /** null: the file is empty. */
  value: unknown;
  /** What is not well-formed; with any, `value` doesn't count. */
  problems: (Place & { message: string })[];
  /** Where the value at this path begins, or its name; of a path that isn't there, the closest part that is. */
  locate(path: readonly PropertyKey[], part: "name" | "value"): Place | null;
}

/** How the formats of settings files are read. Never throws: what is wrong is in `problems`. */
export interface SettingsFormats {
  parseYaml(text: string): ParsedDocument;
  parseJsonc(text: string): ParsedDocument;
}
