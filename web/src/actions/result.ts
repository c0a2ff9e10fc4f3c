import { type Fault, faultOf } from "../api/fault.ts";

/** What came of an action. */
export type Result<Value, Refusal = Fault> = { ok: true; value: Value } | { ok: false; error: Refusal };

/** A refusal is an outcome, that the form it came from shows. */
export async function resultOf<Value>(asked: Promise<Value>): Promise<Result<Value>> {
  try {
    return { ok: true, value: await asked };
  } catch (error) {
    return { ok: false, error: faultOf(error) };
  }
}
