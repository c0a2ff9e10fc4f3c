import { testAgentCredential } from "../../../actions/agent-credentials.ts";
import type { Result } from "../../../actions/result.ts";
import type { Tried } from "./tested-note.tsx";

/** Tries a key, and how long that takes. */
export async function tryCredential(named: { id: string; project: string | null }): Promise<Result<Tried>> {
  const startedAt = performance.now();
  const tested = await testAgentCredential(named);
  const milliseconds = Math.round(performance.now() - startedAt);
  return tested.ok ? { ok: true, value: { ...tested.value, milliseconds } } : tested;
}
