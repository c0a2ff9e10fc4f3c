import { z } from "zod";
import { AgentId } from "../../agent/agent-id.ts";
import type { BudgetChange } from "../../task/act/resume-task.ts";
import { branchNameProblem } from "../../task/branch/name-branch.ts";
import { MAX_RACERS } from "../../task/submit/asked-work.ts";

const MODEL = /^[A-Za-z0-9][\w.:/@+-]{0,254}$/;
const DOLLARS = /^(\+?)\$?(\d{1,9}(?:\.\d{1,6})?)$/;

/** Amounts are in dollars. `$5`: so much in all; `+$2`: so much more than before. */
const WrittenBudget = z
  .string()
  .regex(DOLLARS)
  .transform((text): BudgetChange => {
    const [, plus, amount] = DOLLARS.exec(text) ?? [];
    return { kind: plus === "+" ? "add" : "set", amount: Number(amount) };
  })
  .refine(({ amount }) => amount > 0);

const Racers = z
  .string()
  .transform((text) => text.split(","))
  .pipe(z.array(AgentId).min(2).max(MAX_RACERS));

/** Each may have one value of its own kind, or none at all. */
const SCHEMAS = {
  agent: AgentId,
  model: z.string().regex(MODEL),
  base: z.string().refine((name) => branchNameProblem(name) === null),
  budget: WrittenBudget,
  race: Racers,
} as const;

/** What else may be said to a command; absent and null are the same. */
export interface CommandOptions {
  agent: string | null;
  model: string | null;
  base: string | null;
  budget: BudgetChange | null;
  /** The agents that are to work on it at once. */
  race: string[] | null;
  draft: boolean;
  plan: boolean;
  full: boolean;
  rebase: boolean;
  anyway: boolean;
}

export type OptionName = keyof CommandOptions;
type ValuedOption = keyof typeof SCHEMAS;

export const NO_OPTIONS: CommandOptions = {
  agent: null,
  model: null,
  base: null,
  budget: null,
  race: null,
  draft: false,
  plan: false,
  full: false,
  rebase: false,
  anyway: false,
};

/** How the value of an option is written; null: it has none. */
export const OPTION_VALUES: Readonly<Record<OptionName, string | null>> = {
  agent: "<agent>",
  model: "<model>",
  base: "<branch>",
  budget: "<$5>",
  race: "<agent,agent>",
  draft: null,
  plan: null,
  full: null,
  rebase: null,
  anyway: null,
};

export function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(NO_OPTIONS, name);
}

export function takesValue(name: OptionName): name is ValuedOption {
  return Object.hasOwn(SCHEMAS, name);
}

/** The option with the value that is written; null: it can't have that one. */
export function readOption(name: OptionName, value: string | null): Partial<CommandOptions> | null {
  if (!takesValue(name)) {
    return value === null ? { [name]: true } : null;
  }
  const { data } = SCHEMAS[name].safeParse(value);
  return data === undefined ? null : { [name]: data };
}
