import type { SettingSource } from "./settings-input.ts";

type Said<Value> = { [Source in Exclude<SettingSource, "default">]?: Value | undefined };

/** Finds what counts of a setting, and remembers whose word it is. `stricter` makes one of the owner's and the file's. */
export type Decide = <Value>(
  key: string,
  said: Said<Value>,
  stricter?: (project: Value, file: Value) => Value,
) => Value | undefined;

/** Decides settings by whose word counts, which is written into `sources`. */
export function decideInto(sources: Record<string, SettingSource>): Decide {
  return (key, { project, file, devcontainer }, stricter) => {
    if (project !== undefined && file !== undefined && stricter !== undefined) {
      const value = stricter(project, file);
      sources[key] = JSON.stringify(value) === JSON.stringify(project) ? "project" : "file";
      return value;
    }
    for (const [source, value] of [
      ["project", project],
      ["file", file],
      ["devcontainer", devcontainer],
    ] as const) {
      if (value !== undefined) {
        sources[key] = source;
        return value;
      }
    }
    sources[key] = "default";
    return undefined;
  };
}
