import type { Hooks } from "@catalyst/core";
import { expect } from "vitest";
import type { TestHome } from "../start-catalyst.ts";

type Given = Partial<Pick<Hooks, "setup" | "verify" | "verifyAttempts" | "onVerifyFailure">> & {
  /** Paths with commas between. */
  setupReads?: string;
};

/** What each home's project was given. */
const given = new WeakMap<TestHome, Given>();

/** Gives the home's one project these hooks and no others, as a person would. */
export async function setHooks(home: TestHome, hooks: Given): Promise<void> {
  const old = Object.keys(given.get(home) ?? {}).filter((key) => !(key in hooks));
  const commands = [
    ...old.map((key) => ["unset", `hooks.${key}`]),
    ...Object.entries(hooks).map(([key, value]) => ["set", `hooks.${key}`, String(value)]),
  ];
  for (const command of commands) {
    const { exitCode, stderr } = await home.run(["config", ...command]);
    expect(exitCode, stderr).toBe(0);
  }
  given.set(home, hooks);
}
