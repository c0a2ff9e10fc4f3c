import type { OwnSettings } from "../actions/projects.ts";
import { SECTIONS } from "./sections.ts";
import { valueAt } from "./setting-text.ts";

const OF_FILES = new Set(
  SECTIONS.flatMap(({ settings }) => settings.flatMap(({ key, isFiles }) => (isFiles ? [key] : []))),
);

/** What was said and a repository may say, too, as its `.catalyst/config.yaml` has it. Values are JSON, which YAML reads. */
export function settingsYaml({ settings, set }: OwnSettings): string {
  const said = set.filter((key) => OF_FILES.has(key) || key.startsWith("env."));
  return linesOf(said.map((key) => [key.split("."), valueAt(settings, key)])).join("\n");
}

type Said = [path: string[], value: unknown];

function linesOf(all: readonly Said[]): string[] {
  const names = [...new Set(all.map(([[name = ""]]) => name))];
  return names.flatMap((name) => {
    const below = all.filter(([[first]]) => first === name).map(([[, ...rest], value]): Said => [rest, value]);
    const here = below.find(([rest]) => rest.length === 0);
    return here === undefined
      ? [`${name}:`, ...linesOf(below).map((line) => `  ${line}`)]
      : [`${name}: ${JSON.stringify(here[1])}`];
  });
}
