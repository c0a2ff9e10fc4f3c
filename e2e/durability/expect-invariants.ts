import { expect } from "vitest";
import type { TestHome } from "../start-catalyst.ts";
import { findLastingBreaches } from "./find-breaches.ts";

const PATIENCE_SECONDS = 120;

/** Nothing that always holds is broken in this home, whatever was killed in it. */
export async function expectInvariants(home: Pick<TestHome, "run">): Promise<void> {
  expect(await findLastingBreaches(home, PATIENCE_SECONDS)).toEqual([]);
}
