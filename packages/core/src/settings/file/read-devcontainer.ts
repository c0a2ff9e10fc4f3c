import type { EnvironmentLimits } from "../../environment/limits/environment-limits.ts";
import { VariableName, VariableValue } from "../variables.ts";
import type { ParsedDocument } from "./parsed-document.ts";

/** Where a repository keeps it, the first that is there (https://containers.dev/implementors/spec/#devcontainerjson). */
export const DEVCONTAINER_FILES = [".devcontainer/devcontainer.json", ".devcontainer.json"] as const;

/** What of a devcontainer.json can be had here. */
export interface DevcontainerSettings {
  env: Record<string, string>;
  /** null: it names no command that runs before the work. */
  setup: string | null;
  /** One sentence for each thing that has no counterpart here. */
  notes: string[];
}

type Json = Record<string, unknown>;

/** In the order in which they run. */
const COMMANDS = ["onCreateCommand", "updateContentCommand", "postCreateCommand"] as const;
const VARIABLES = ["containerEnv", "remoteEnv"] as const;
/** They say nothing about what runs. */
const WITHOUT_MEANING_HERE = ["$schema", "name", "customizations"];
/** No name is longer: each letter is read a bounded number of times. */
const UNRESOLVED = /\$\{[^}]{0,200}\}/;

/** Takes over what maps and names what doesn't; a file that can't be read is named and otherwise left alone. */
export function readDevcontainer(
  { document, file }: { document: ParsedDocument; file: string },
  limits: EnvironmentLimits | null,
): DevcontainerSettings {
  const { problems, value } = document;
  if (problems[0] !== undefined || typeof value !== "object" || value === null || Array.isArray(value)) {
    const { line, column, message } = problems[0] ?? { line: 1, column: 1, message: "it is not an object" };
    return { env: {}, setup: null, notes: [`${file}:${line}:${column} can't be read and is left alone: ${message}`] };
  }
  const content = value as Json;
  const notes: string[] = [];
  const env = readVariables(content, notes);
  const setup = readCommands(content, notes);
  if (limits !== null) {
    notes.push(...compareRequirements(content.hostRequirements, limits));
  }
  const known: string[] = [...COMMANDS, ...VARIABLES, ...WITHOUT_MEANING_HERE, "hostRequirements"];
  const others = Object.keys(content).filter((name) => !known.includes(name));
  if (others.length > 0) {
    notes.push(`not supported: ${others.map((name) => name.slice(0, 50)).join(", ")}`);
  }
  return { env, setup, notes: notes.map((note) => `${file}: ${note}`) };
}

function readVariables(content: Json, notes: string[]): Record<string, string> {
  const env: Record<string, string> = {};
  for (const place of VARIABLES) {
    for (const [name, value] of Object.entries(asObject(content[place]))) {
      const problem = variableProblem(name, value);
      if (problem === null) {
        env[name] = value as string;
      } else {
        notes.push(`${place}.${name.slice(0, 50)} is not set: ${problem}`);
      }
    }
  }
  return env;
}

function variableProblem(name: string, value: unknown): string | null {
  const reference = typeof value === "string" ? UNRESOLVED.exec(value)?.[0] : undefined;
  if (reference !== undefined) {
    return `${reference.slice(0, 80)} is not resolved here`;
  }
  const parsed = [VariableName.safeParse(name), VariableValue.safeParse(value)].find(({ success }) => !success);
  return parsed?.error?.issues[0]?.message ?? null;
}

/** A text is for the shell, a list is one command with its arguments, an object holds several of either. */
function readCommands(content: Json, notes: string[]): string | null {
  const commands = COMMANDS.flatMap((name) => {
    const found = toCommands(content[name]);
    const unresolved = found.find((command) => UNRESOLVED_REFERENCE.test(command));
    if (unresolved !== undefined) {
      notes.push(`${name} is not run: ${UNRESOLVED_REFERENCE.exec(unresolved)?.[0].slice(0, 80)} is not resolved here`);
      return [];
    }
    return found;
  });
  return commands.length === 0 ? null : ["set -e", ...commands.map((command) => `(\n${command}\n)`)].join("\n");
}

/** `${HOME}` in a command is the shell's to resolve. */
const UNRESOLVED_REFERENCE =
  /\$\{(?:localEnv|containerEnv|localWorkspaceFolder|containerWorkspaceFolder|devcontainerId)[^}]{0,200}\}/;

function toCommands(value: unknown): string[] {
  if (typeof value === "string") {
    return value.trim() === "" ? [] : [value];
  }
  if (Array.isArray(value)) {
    const words = value.filter((word): word is string => typeof word === "string");
    return words.length === 0 ? [] : [words.map(quote).join(" ")];
  }
  return Object.values(asObject(value)).flatMap((one) =>
    typeof one === "object" && !Array.isArray(one) ? [] : toCommands(one),
  );
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

const MIB_PER_UNIT: Record<string, number> = { kb: 1 / 1024, mb: 1, gb: 1024, tb: 1024 * 1024 };

function compareRequirements(value: unknown, limits: EnvironmentLimits): string[] {
  const wanted = asObject(value);
  const rows = [
    { what: "cpus", wants: typeof wanted.cpus === "number" ? wanted.cpus : 0, has: limits.cpus, unit: "" },
    { what: "memory", wants: toMib(wanted.memory), has: limits.memoryMib, unit: " MiB" },
    { what: "storage", wants: toMib(wanted.storage), has: limits.diskMib, unit: " MiB" },
  ];
  const short = rows
    .filter(({ wants, has }) => wants > has)
    .map(
      ({ what, wants, has, unit }) =>
        `hostRequirements.${what} is ${Math.ceil(wants)}${unit}, environments get ${has}${unit}`,
    );
  return wanted.gpu === undefined || wanted.gpu === false ? short : [...short, "hostRequirements.gpu is not supported"];
}

/** `8gb`, `512mb`; 0 for anything else. */
function toMib(value: unknown): number {
  const [, amount, unit] = /^(\d{1,9})\s*(kb|mb|gb|tb)$/i.exec(typeof value === "string" ? value : "") ?? [];
  return Number(amount ?? 0) * (MIB_PER_UNIT[unit?.toLowerCase() ?? ""] ?? 0);
}

function asObject(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
