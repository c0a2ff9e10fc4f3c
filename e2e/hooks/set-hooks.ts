import type { Hooks } from "@catalyst/core";
import type { TestHome } from "../start-catalyst.ts";

const KEYS = ["setup", "verify", "verifyAttempts", "onVerifyFailure"] as const;

/** Gives the home's one project these hooks and no others, as a person would. */
export async function setHooks(home: TestHome, hooks: Partial<Pick<Hooks, (typeof KEYS)[number]>>): Promise<void> {
  for (const key of KEYS) {
    const value = hooks[key];
    const args = value == null ? ["unset", `hooks.${key}`] : ["set", `hooks.${key}`, String(value)];
    const { exitCode, stderr } = await home.run(["config", ...args]);
    if (exitCode !== 0) {
      throw new Error(`Setting hooks.${key} failed: ${stderr}`);
    }
  }
}
